#include "filters_plain.c"

/* A fully connected operator, or a convolution of 1 x 1: each pixel alone. */
struct matmul {
    struct filters filters;
    int32_t pixels;         /* of one row */
    int16_t in_rows;        /* rows that the buffer of the input holds; row y is at y modulo this */
    int16_t out_rows;
};

static KERNEL void matmul(const struct matmul *p, const int8_t *in, int8_t *out, int32_t y) {
    const struct filters *f = &p->filters;
    int32_t left;
    in += (y % p->in_rows) * p->pixels * f->length;
    out += (y % p->out_rows) * p->pixels * f->channels;
    for (left = p->pixels; left > 0; left -= 2) {
        filtered(f, in, left > 1, out);
        in += 2 * f->length;
        out += 2 * f->channels;
    }
}
