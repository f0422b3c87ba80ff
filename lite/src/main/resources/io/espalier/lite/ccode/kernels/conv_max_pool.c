#include "filter_sums.c"
#include "conv_patch.c"

/* CONV_2D and the largest of each window of MAX_POOL_2D, whose windows do not overlap: a row of the pool's output. */
struct conv_max_pool {
    struct conv conv;
    int16_t pool_h;
    int16_t pool_w;
    int16_t pooled_w;       /* pixels in a row of the output; its rows are those of conv */
};

/* The larger of the sums so far and those of one pixel or two. */
static KERNEL void most_sums(const struct filters *f, const int8_t *pixels, int two, int32_t *most) {
    int32_t c, k;
    for (c = 0; c < f->channels; c += 2) {
        int32_t sums[4];
        int32_t count = c + 1 == f->channels ? 1 : 2;
        filter_sums(f, pixels, two, c, sums);
        for (k = 0; k < count; k++) {
            int32_t a = sums[2 - count + k], b = two ? sums[4 - count + k] : a;
            a = a > b ? a : b;
            most[c + k] = a > most[c + k] ? a : most[c + k];
        }
    }
}

static KERNEL void conv_max_pool(const struct conv_max_pool *p, const int8_t *in, int8_t *out, int8_t *scratch, int32_t y) {
    const struct filters *f = &p->conv.filters;
    int32_t *most = (int32_t *)(void *)scratch;
    int8_t *patches = scratch + f->channels * 4;
    int32_t x, row, column, c, k;
    out += (y % p->conv.out_rows) * p->pooled_w * f->channels;
    for (x = 0; x < p->pooled_w; x++) {
        for (c = 0; c < f->channels; c++) {
            most[c] = INT32_MIN;
        }
        for (row = 0; row < p->pool_h; row++) {
            for (column = 0; column < p->pool_w; column += 2) {
                int two = column + 1 < p->pool_w;
                for (k = 0; k <= two; k++) {
                    conv_patch(&p->conv, in, patches + k * f->length, y * p->pool_h + row, x * p->pool_w + column + k);
                }
                most_sums(f, patches, two, most);
            }
        }
        /* Scales are positive, so the largest sum becomes the largest output. */
        for (c = 0; c < f->channels; c++) {
            *out++ = filter_output(f, c, most[c]);
        }
    }
}
