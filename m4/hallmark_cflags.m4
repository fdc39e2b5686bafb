# SPDX-License-Identifier: BSD-3-Clause

# HALLMARK_CFLAGS_APPEND(VARIABLE, FLAGS)
# Appends to VARIABLE each of FLAGS that the C compiler takes without a complaint. clang
# only warns of options that it does not know, hence -Werror.
AC_DEFUN([HALLMARK_CFLAGS_APPEND], [
  for hallmark_flag in $2; do
    AC_MSG_CHECKING([whether $CC takes $hallmark_flag])
    hallmark_saved_cflags=$CFLAGS
    CFLAGS="-Werror $hallmark_flag"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
      [AC_MSG_RESULT([yes]); AS_VAR_APPEND([$1], [" $hallmark_flag"])],
      [AC_MSG_RESULT([no])])
    CFLAGS=$hallmark_saved_cflags
  done
])

# HALLMARK_LDFLAGS_APPEND(VARIABLE, FLAGS)
AC_DEFUN([HALLMARK_LDFLAGS_APPEND], [
  for hallmark_flag in $2; do
    AC_MSG_CHECKING([whether the linker takes $hallmark_flag])
    hallmark_saved_ldflags=$LDFLAGS
    LDFLAGS="$LDFLAGS $hallmark_flag"
    AC_LINK_IFELSE([AC_LANG_PROGRAM()],
      [AC_MSG_RESULT([yes]); AS_VAR_APPEND([$1], [" $hallmark_flag"])],
      [AC_MSG_RESULT([no])])
    LDFLAGS=$hallmark_saved_ldflags
  done
])

# HALLMARK_SWITCH(NAME, WHAT IT DOES, IF GIVEN)
# --enable-NAME, off unless asked for.
AC_DEFUN([HALLMARK_SWITCH], [
  AC_ARG_ENABLE([$1], [AS_HELP_STRING([--enable-$1], [$2])],,
    [AS_VAR_SET([enable_$1], [no])])
  AS_IF([test "x$enable_$1" != xno], [$3])
])

# HALLMARK_SANITIZER(SWITCH, NAME)
# --enable-SWITCH builds with -fsanitize=NAME.
AC_DEFUN([HALLMARK_SANITIZER], [
  HALLMARK_SWITCH([$1], [build with -fsanitize=$2],
    [AS_VAR_APPEND([SANITIZE_CFLAGS], [" -fsanitize=$2"])])
])
