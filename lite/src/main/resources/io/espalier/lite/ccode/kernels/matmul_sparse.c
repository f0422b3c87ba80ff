#include "filters_sparse_pixels.c"

/* A fully connected operator, or a convolution of 1 x 1, with sparse weights. */
struct matmul_sparse {
    struct filters filters;
    struct sparse sparse;
    int32_t pixels;         /* of one row */
    int16_t in_rows;        /* rows that the buffer of the input holds; row y is at y modulo this */
    int16_t out_rows;
};

static KERNEL void matmul_sparse(const struct matmul_sparse *p, const int8_t *in, int8_t *out, int32_t y) {
    const struct filters *f = &p->filters;
    in += (y % p->in_rows) * p->pixels * f->length;
    out += (y % p->out_rows) * p->pixels * f->channels;
    filtered_sparse(f, &p->sparse, in, p->pixels, out);
}
