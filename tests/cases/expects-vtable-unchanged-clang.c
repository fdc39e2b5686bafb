// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: direction expects
//: expect plugin_ops=plugin_ops_t
//: provider-cc clang
//: why  the plugin is from another compiler, its table of operations is the host's
struct buffer;
typedef struct plugin_ops {
    unsigned flags : 4, kind : 4;
    int (*load)(struct plugin_ops *self, struct buffer *into);
    const char names[2][8];
} plugin_ops_t;
#ifdef PROVIDER
static int load(struct plugin_ops *self, struct buffer *into) { return self->kind + !into; }
plugin_ops_t plugin_ops = { 1, 2, load, { "a", "b" } };
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *), struct buffer *b) {
    plugin_ops_t *ops = lookup("plugin_ops");
    return ops->load(ops, b);
}
#endif
