#include "unpack_bits.c"

/* The next value: an index of fewer than 8 bits, or the value itself. */
static int8_t next_value(const struct packing *w, struct reader *r) {
    int32_t bits = next_bits(r, w->width);
    return r->values ? r->values[bits] : (int8_t)(bits < 128 ? bits : bits - 256);
}
