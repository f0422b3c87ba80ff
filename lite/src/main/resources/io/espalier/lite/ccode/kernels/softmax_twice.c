#include "twice.c"

/*
 * SOFTMAX over the last axis in fixed point, as gemmlowp and TFLite's reference kernels compute it. Two tables of 256: exponentials in units of
 * 2^-31 and, for their sum, of 2^-19.
 */
struct softmax_twice {
    const int32_t *exponentials;
    const int32_t *terms;
    int32_t length;         /* of the last axis */
    int32_t count;          /* vectors */
    int32_t farthest;       /* differences beyond this are nothing */
};

static int32_t four_times(int32_t value) {
    return value > INT32_MAX / 4 ? INT32_MAX : value < INT32_MIN / 4 ? INT32_MIN : value * 4;
}

/* 1 / (1 + a) for a from 0 to 1 in units of 2^-31, by Newton's iteration. */
static int32_t inverse_of_one_more(int32_t a) {
    int32_t half = (int32_t)(((int64_t)a + INT32_MAX + 1) / 2);
    int32_t x = 1515870810 + doubled_high(half, -1010580540), i;
    for (i = 0; i < 3; i++) {
        x += four_times(doubled_high(x, (1 << 29) - doubled_high(half, x)));
    }
    return x > INT32_MAX / 2 ? INT32_MAX : x * 2;
}

static KERNEL void softmax_twice(const struct softmax_twice *p, const int8_t *in, int8_t *out) {
    int32_t i, n;
    for (n = 0; n < p->count; n++, in += p->length, out += p->length) {
        int32_t sum = 0, most = in[0], zeros = 0, inverse;
        for (i = 1; i < p->length; i++) {
            most = in[i] > most ? in[i] : most;
        }
        for (i = 0; i < p->length; i++) {
            sum += p->terms[most - in[i]];
        }
        while (((uint32_t)sum >> (31 - zeros)) == 0) {
            zeros++;
        }
        inverse = inverse_of_one_more((int32_t)(((uint32_t)sum << zeros) - ((uint32_t)1 << 31)));
        for (i = 0; i < p->length; i++) {
            int32_t distance = most - in[i], value = 0;
            if (distance <= p->farthest) {
                value = divided(doubled_high(inverse, p->exponentials[distance]), 12 - zeros + 31 - 8);
            }
            out[i] = (int8_t)((value > 255 ? 255 : value) - 128);
        }
    }
}
