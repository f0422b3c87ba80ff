#include "wide_line.c"
#include "twice.c"

/* SOFTMAX of 16-bit numbers over the last axis, by tables of exp and of 1 / (1 + x). */
struct wide_softmax {
    const int16_t *exponentials;
    const int16_t *inverses;
    int32_t multiplier;
    int32_t shift;
    int32_t length;         /* of the last axis */
    int32_t count;          /* vectors */
};

static KERNEL void wide_softmax(const struct wide_softmax *p, const int16_t *in, int16_t *out) {
    int32_t i, n;
    for (n = 0; n < p->count; n++, in += p->length, out += p->length) {
        int32_t sum = 0, most = in[0], zeros = 0, inverse, shift;
        for (i = 1; i < p->length; i++) {
            most = in[i] > most ? in[i] : most;
        }
        for (i = 0; i < p->length; i++) {
            int32_t distance = scaled_twice(in[i] - most, p->multiplier, p->shift) + 32767;
            out[i] = (int16_t)on_line(p->exponentials, distance < -32768 ? -32768 : distance > 32767 ? 32767 : distance);
            sum += out[i];
        }
        while (((uint32_t)sum >> (31 - zeros)) == 0) {
            zeros++;
        }
        inverse = (int32_t)((((int64_t)sum << (zeros - 1)) + (1 << 13)) >> 14) - (1 << 15) - (1 << 16);
        inverse = on_line(p->inverses, inverse < -32768 ? -32768 : inverse > 32767 ? 32767 : inverse);
        shift = 31 - zeros;
        for (i = 0; i < p->length; i++) {
            int32_t value = (int32_t)(((int64_t)out[i] * inverse + ((int64_t)1 << (shift - 1))) >> shift);
            out[i] = (int16_t)(value < 0 ? 0 : value > 32767 ? 32767 : value);
        }
    }
}
