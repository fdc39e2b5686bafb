// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule return-type
//: why  below a pointer nobody knows who calls: the result may be used that the other side does not give
#ifdef OLD
typedef void visitor(int n);
#else
typedef int visitor(int n);
#endif
void host_each(visitor *visit);
#ifdef PROVIDER
void host_each(visitor *visit) { visit(1); }
#endif
#ifdef CONSUMER
void plugin_run(visitor *visit) { host_each(visit); }
#endif
