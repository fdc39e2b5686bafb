// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule opaque
//: why  a body known to one side only, below pointers to pointers
struct editor;
#ifdef NEW
struct editor { int lines; };
#endif
int host_call(struct editor ***e);
#ifdef PROVIDER
int host_call(struct editor ***e) { return !e; }
#endif
#ifdef CONSUMER
int plugin_run(struct editor ***e) { return host_call(e); }
#endif
