#include "filters_plain.c"
#include "conv_patch.c"

static KERNEL void conv(const struct conv *p, const int8_t *in, int8_t *out, int8_t *patches, int32_t y) {
    const struct filters *f = &p->filters;
    int32_t x, k;
    out += (y % p->out_rows) * p->out_w * f->channels;
    for (x = 0; x < p->out_w; x += 2) {
        int two = x + 1 < p->out_w;
        for (k = 0; k <= two; k++) {
            conv_patch(p, in, patches + k * f->length, y, x + k);
        }
        filtered(f, patches, two, out);
        out += 2 * f->channels;
    }
}
