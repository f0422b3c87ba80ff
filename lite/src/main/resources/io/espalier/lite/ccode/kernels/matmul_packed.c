#include "filters.c"
#include "unpack.c"
#include "row_sum.c"

/* A fully connected operator, or a convolution of 1 x 1, with packed weights, which are unpacked channel by channel. */
struct matmul_packed {
    struct filters filters;
    struct packing packing;
    int32_t pixels;         /* of one row */
    int16_t in_rows;        /* rows that the buffer of the input holds; row y is at y modulo this */
    int16_t out_rows;
};

static KERNEL void matmul_packed(const struct matmul_packed *p, const int8_t *in, int8_t *out, int8_t *row, int32_t y) {
    const struct filters *f = &p->filters;
    struct reader reader = reader_of(&p->packing);
    int32_t c, n;
    in += (y % p->in_rows) * p->pixels * f->length;
    out += (y % p->out_rows) * p->pixels * f->channels;
    for (c = 0; c < f->channels; c++) {
        p->packing.unpack(&p->packing, &reader, row, f->length);
        for (n = 0; n < p->pixels; n++) {
            out[n * f->channels + c] = filter_output(f, c, row_sum(row, in + n * f->length, f->length, f->bias[c]));
        }
    }
}
