#include "filters_sparse_pixels.c"
#include "conv_patch.c"

/* CONV_2D with sparse weights. */
struct conv_sparse {
    struct conv conv;
    struct sparse sparse;
};

static KERNEL void conv_sparse(const struct conv_sparse *p, const int8_t *in, int8_t *out, int8_t *patches, int32_t y) {
    const struct filters *f = &p->conv.filters;
    int32_t x, k;
    out += (y % p->conv.out_rows) * p->conv.out_w * f->channels;
    for (x = 0; x < p->conv.out_w; x += 4) {
        int32_t count = p->conv.out_w - x < 4 ? p->conv.out_w - x : 4;
        for (k = 0; k < count; k++) {
            conv_patch(&p->conv, in, patches + k * f->length, y, x + k);
        }
        filtered_sparse(f, &p->sparse, patches, count, out);
        out += count * f->channels;
    }
}
