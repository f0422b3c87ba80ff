#include "filters_float.c"

/* A fully connected operator, or a convolution of 1 x 1: each pixel alone. */
struct matmul_float {
    struct filters_float filters;
    int32_t pixels;         /* of one row */
    int32_t in_rows;        /* rows that the buffer of the input holds; row y is at y modulo this */
    int32_t out_rows;
};

static KERNEL void matmul_float(const struct matmul_float *p, const float *in, float *out, int32_t y) {
    const struct filters_float *f = &p->filters;
    int32_t left, c;
    in += (y % p->in_rows) * p->pixels * f->length;
    out += (y % p->out_rows) * p->pixels * f->channels;
    for (left = p->pixels; left > 0; left--, in += f->length) {
        for (c = 0; c < f->channels; c++) {
            float sum = dot_float(in, f->weights + c * f->length, f->length) + (f->bias ? f->bias[c] : 0.0f);
            *out++ = limited_float(sum, f->min, f->max);
        }
    }
}
