#include "unpack.c"

/* The next n bits, 1 to 8. */
static int32_t next_bits(struct reader *r, int32_t n) {
    if (r->count < n) {
        r->bits = r->bits << 8 | *r->next++;
        r->count += 8;
    }
    r->count -= n;
    return (int32_t)(r->bits >> r->count) & ((1 << n) - 1);
}
