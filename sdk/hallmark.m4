# SPDX-License-Identifier: BSD-3-Clause
# serial 1

# HALLMARK_CHECK([MINIMUM-VERSION], [ACTION-IF-FOUND], [ACTION-IF-NOT-FOUND])
#
# Looks for Hallmark; without an action for it, not finding it is an error. Substitutes
#
#   HALLMARK_CFLAGS   for the compiler: where the headers are, and -g, since a stamp is made
#                     from debug information
#   HALLMARK_LIBS     for the link of a host; a plugin needs none
#   HALLMARK          the tool
#   HALLMARK_RULES    rules that make stamps to link. In Makefile.am:
#
#       @HALLMARK_RULES@
#
#       host_LDADD = host-stamp.o $(HALLMARK_LIBS)
#       host-stamp.o: $(host_OBJECTS)
#       host_STAMP = --role host --package example.org/greeter
#
#       hello_la_LIBADD = hello-stamp.lo
#       hello-stamp.lo: $(hello_la_OBJECTS)
#       hello_STAMP = --package example.org/greeter/hello
#
# See hallmark.mk, where they stand, and hallmark-stamp(1) for the options. Needs pkg-config
# with its pkg.m4, and GNU make for the rules.
AC_DEFUN([HALLMARK_CHECK], [
  AC_REQUIRE([PKG_PROG_PKG_CONFIG])
  AC_ARG_VAR([HALLMARK], [the tool that stamps, if it is not pkg-config's])
  PKG_CHECK_MODULES([HALLMARK], [hallmark]m4_ifval([$1], [ >= $1]), [
    HALLMARK_CFLAGS="$HALLMARK_CFLAGS -g"
    AC_MSG_CHECKING([for the tool that stamps])
    AS_IF([test -z "$HALLMARK"], [HALLMARK=`$PKG_CONFIG --variable=hallmark hallmark`])
    AC_MSG_RESULT([$HALLMARK])
    HALLMARK_RULES="include `$PKG_CONFIG --variable=rules hallmark`"
    $2
  ]m4_ifval([$3], [, [$3]]))
  AC_SUBST([HALLMARK_RULES])
  m4_ifdef([_AM_SUBST_NOTMAKE], [_AM_SUBST_NOTMAKE([HALLMARK_RULES])])
])
