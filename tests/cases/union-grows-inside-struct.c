// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  the union in the middle grew and moved checksum
union body {
    long word;
#ifdef NEW
    long words[2];
#endif
};
struct message { int kind; union body body; int checksum; };
int host_post(struct message *m);
#ifdef PROVIDER
int host_post(struct message *m) { return m->checksum; }
#endif
#ifdef CONSUMER
int plugin_run(struct message *m) { return host_post(m); }
#endif
