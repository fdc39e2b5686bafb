/* SPDX-License-Identifier: BSD-3-Clause */
/* A bit of everything that crosses boundaries, for tests/matrix.sh. */
#ifndef MATRIX_INTERFACE_H
#define MATRIX_INTERFACE_H

#include <hallmark/interface.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct opaque;

enum level { LEVEL_DEBUG = -1, LEVEL_INFO, LEVEL_ERROR = 0x40 };
typedef enum { SOLID = 5, DASHED = 9 } style;
enum wide { WIDE_NONE, WIDE_HIGH = 0x100000000 };

union value {
	long number;
	double real;
	void *pointer;
	unsigned char bytes[16];
};

typedef int quad[4];
typedef float lanes __attribute__((vector_size(16)));

struct flags {
	char lead;
	unsigned kind : 3, : 2, mode : 7;
	signed level : 5;
	_Bool on : 1;
	unsigned long long wide : 40;
	unsigned : 0;
	unsigned short tail : 9;
	enum level severity : 8;
};

struct __attribute__((packed)) header {
	unsigned char kind;
	unsigned int length;
	unsigned char tail[3];
};

struct choice {
	int kind;
	union {
		struct {
			int low, high;
		};
		double real;
		struct {
			char text[4];
			char rest[4];
		};
	};
};

struct object;
struct class
{
	const char *name;
	const struct class *base;
	void (*destroy)(struct object *self);
	struct object *(*copy)(const struct object *self);
	int (*visit)(struct object *self, int (*each)(void *context, ...), void *context);
};

struct object {
	const struct class *class;
	unsigned refs : 24;
	unsigned frozen : 1;
	struct object *next, *previous;
	struct opaque *hidden;
};

typedef struct {
	const char *begin;
	size_t size;
} text;

typedef struct {
	quad weights;
	double _Complex phase;
	long double precise;
	float gain;
	int64_t when;
	volatile int *ready;
	char *restrict *cursor;
} * settings;

struct blob {
	size_t size;
	struct {
		short key;
		union value value;
	} items[];
};

struct rare {
	_Alignas(32) int counter;
	__int128 huge;
	const char names[2][8];
	lanes colour;
	struct header headers[3];
};

int host_log(enum level level, const char *format, ...);
int host_write(const struct blob *blob, const text *title, style how);
union value host_value(struct choice choice, struct flags flags);
struct object *host_object(const struct class *class, settings with);
int (*host_pick(int which, int (*fallback)(const char *)))(const char *);
void host_rare(struct rare *rare, enum wide *wide, lanes *to);
_Bool host_ready(signed char tag, unsigned char byte, short s, unsigned long n, float f);
void host_matrix(double (*rows)[3], struct flags table[], const int *const *deep);
extern struct object *host_first;
extern const struct class host_class;
extern int host_counters[8];

HM_INTERFACE(host_log);
HM_INTERFACE(host_write);
HM_INTERFACE(host_value);
HM_INTERFACE(host_object);
HM_INTERFACE(host_pick);
HM_INTERFACE(host_rare);
HM_INTERFACE(host_ready);
HM_INTERFACE(host_matrix);
HM_INTERFACE(host_first);
HM_INTERFACE(host_class);
HM_INTERFACE(host_counters);

#endif
