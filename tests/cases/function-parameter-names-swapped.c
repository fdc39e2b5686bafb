// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  parameter names are not identity, even where this hides an exchange of meaning
#ifdef OLD
int host_place(int row, int column);
#else
int host_place(int column, int row);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_place(int row, int column) { return row * 80 + column; }
#else
int host_place(int column, int row) { return row * 80 + column; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_place(1, 2); }
#endif
