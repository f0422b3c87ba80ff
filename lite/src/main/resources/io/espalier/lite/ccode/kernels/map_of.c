#include "map_rows.c"

static KERNEL void NAME(const struct map_rows *p, const IN *in, OUT *out, int32_t y) {
    int32_t left;
    in += (y % p->in_rows) * p->length;
    out += (y % p->out_rows) * p->length;
    for (left = p->length; left > 0; left--) {
        const IN x = *in++;
        *out++ = (OUT)(VALUE);
    }
}
