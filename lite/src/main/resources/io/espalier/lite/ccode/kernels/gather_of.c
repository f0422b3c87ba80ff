#include "gather_axis.c"

static KERNEL void NAME(const struct gather_axis *p, const int8_t *in, const IN *indices, int8_t *out) {
    int32_t n, k;
    for (n = 0; n < p->outer; n++, in += p->size * p->width) {
        for (k = 0; k < p->count; k++, out += p->width) {
            int32_t index = (int32_t)indices[k];
            index = index < 0 ? 0 : index >= p->size ? p->size - 1 : index;
            memcpy(out, in + index * p->width, (size_t)p->width);
        }
    }
}
