#include "unpack.c"
#include "window_sum.c"

/* CONV_2D with packed weights, and the largest of each window of MAX_POOL_2D: a row of the pool's output. */
struct conv_max_pool_packed {
    struct conv conv;
    struct packing packing;
    int16_t pool_h;
    int16_t pool_w;
    int16_t pooled_w;       /* pixels in a row of the output; its rows are those of conv */
};

static KERNEL void conv_max_pool_packed(const struct conv_max_pool_packed *p, const int8_t *in, int8_t *out, int8_t *weights, int32_t y) {
    const struct filters *f = &p->conv.filters;
    struct reader reader = reader_of(&p->packing);
    int32_t c, x, row, column;
    out += (y % p->conv.out_rows) * p->pooled_w * f->channels;
    for (c = 0; c < f->channels; c++) {
        p->packing.unpack(&p->packing, &reader, weights, f->length);
        for (x = 0; x < p->pooled_w; x++) {
            int32_t most = INT32_MIN;
            for (row = y * p->pool_h; row < (y + 1) * p->pool_h; row++) {
                for (column = x * p->pool_w; column < (x + 1) * p->pool_w; column++) {
                    int32_t sum = window_sum(&p->conv, in, weights, f->bias[c], row, column);
                    most = sum > most ? sum : most;
                }
            }
            out[x * f->channels + c] = filter_output(f, c, most);
        }
    }
}
