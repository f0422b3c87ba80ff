#include "unpack.c"
#include "window_sum.c"

/* CONV_2D with packed weights, which are unpacked channel by channel for each row. */
struct conv_packed {
    struct conv conv;
    struct packing packing;
};

static KERNEL void conv_packed(const struct conv_packed *p, const int8_t *in, int8_t *out, int8_t *row, int32_t y) {
    const struct filters *f = &p->conv.filters;
    struct reader reader = reader_of(&p->packing);
    int32_t c, x;
    out += (y % p->conv.out_rows) * p->conv.out_w * f->channels;
    for (c = 0; c < f->channels; c++) {
        p->packing.unpack(&p->packing, &reader, row, f->length);
        for (x = 0; x < p->conv.out_w; x++) {
            out[x * f->channels + c] = filter_output(f, c, window_sum(&p->conv, in, row, f->bias[c], y, x));
        }
    }
}
