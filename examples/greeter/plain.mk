# SPDX-License-Identifier: BSD-3-Clause

# make -f plain.mk: the stamps as objects of the link, remade with what they are made from.
HALLMARK = $(shell pkg-config --variable=hallmark hallmark)
CPPFLAGS = $(shell pkg-config --cflags hallmark)
CFLAGS = -O2 -g

all: host hello.so

include $(shell pkg-config --variable=rules hallmark)

host: host.o host-stamp.o
	$(CC) $(LDFLAGS) -rdynamic -o $@ $^ $(shell pkg-config --libs hallmark)
host-stamp.o: host.o
host_STAMP = --role host --package example.org/greeter

hello.so: hello.o hello-stamp.o
	$(CC) $(LDFLAGS) -shared -o $@ $^
hello.o: CFLAGS += -fPIC
hello-stamp.o: hello.o
hello_STAMP = --package example.org/greeter/hello

host.o hello.o: greeter.h

install: all
	install -D host $(DESTDIR)$(PREFIX)/bin/host
	install -D hello.so $(DESTDIR)$(PREFIX)/lib/greeter/hello.so
PREFIX = /usr/local

.PHONY: all install
