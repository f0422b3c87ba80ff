#include "wide_line.c"

/* A function of 16-bit numbers by a table of 513. */
struct wide_lookup {
    const int16_t *table;
    int32_t length;         /* elements in a row */
    int16_t in_rows;
    int16_t out_rows;
};

static KERNEL void wide_lookup(const struct wide_lookup *p, const int16_t *in, int16_t *out, int32_t y) {
    int32_t left;
    in += (y % p->in_rows) * p->length;
    out += (y % p->out_rows) * p->length;
    for (left = p->length; left > 0; left--) {
        *out++ = (int16_t)on_line(p->table, *in++);
    }
}
