// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule enumerator-added
//: why  the host may call back with a value that the plugin does not know
enum event { OPEN, CLOSE,
#ifdef NEW
	MOVE
#endif
};
int host_call(void (*tell)(enum event e));
#ifdef PROVIDER
int host_call(void (*tell)(enum event e)) { tell(OPEN); return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void (*tell)(enum event e)) { return host_call(tell); }
#endif
