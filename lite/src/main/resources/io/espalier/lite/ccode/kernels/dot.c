#if defined(__ARM_FEATURE_DSP)
#include <arm_acle.h>

/* Bytes 0 and 2, and bytes 1 and 3, as two 16-bit numbers each. */
#define EVEN(word) __sxtb16(word)
#define ODD(word) __sxtb16(((word) >> 8) | ((word) << 24))

static INLINE uint32_t four_bytes(const int8_t *at) {
    uint32_t word;
    memcpy(&word, at, 4);
    return word;
}
#endif

/* Sums of products: two pixels with two filters, each of n bytes. */
static INLINE void dot_2x2(const int8_t *a, const int8_t *b, const int8_t *v, const int8_t *w, int32_t n, int32_t *sums) {
    int32_t av = sums[0], aw = sums[1], bv = sums[2], bw = sums[3];
#if defined(__ARM_FEATURE_DSP)
    for (; n >= 4; n -= 4) {
        uint32_t as = four_bytes(a), bs = four_bytes(b), vs = four_bytes(v), ws = four_bytes(w);
        int16x2_t ae = EVEN(as), ao = ODD(as), be = EVEN(bs), bo = ODD(bs);
        int16x2_t ve = EVEN(vs), vo = ODD(vs), we = EVEN(ws), wo = ODD(ws);
        av = __smlad(ao, vo, __smlad(ae, ve, av));
        aw = __smlad(ao, wo, __smlad(ae, we, aw));
        bv = __smlad(bo, vo, __smlad(be, ve, bv));
        bw = __smlad(bo, wo, __smlad(be, we, bw));
        a += 4, b += 4, v += 4, w += 4;
    }
#endif
    for (; n > 0; n--) {
        int32_t x = *a++, y = *b++, f = *v++, g = *w++;
        av += x * f, aw += x * g, bv += y * f, bw += y * g;
    }
    sums[0] = av, sums[1] = aw, sums[2] = bv, sums[3] = bw;
}

/* Sums of products: one pixel with two filters, each of n bytes. */
static INLINE void dot_1x2(const int8_t *a, const int8_t *v, const int8_t *w, int32_t n, int32_t *sums) {
    int32_t av = sums[0], aw = sums[1];
#if defined(__ARM_FEATURE_DSP)
    for (; n >= 4; n -= 4) {
        uint32_t as = four_bytes(a), vs = four_bytes(v), ws = four_bytes(w);
        int16x2_t ae = EVEN(as), ao = ODD(as);
        av = __smlad(ao, ODD(vs), __smlad(ae, EVEN(vs), av));
        aw = __smlad(ao, ODD(ws), __smlad(ae, EVEN(ws), aw));
        a += 4, v += 4, w += 4;
    }
#endif
    for (; n > 0; n--) {
        int32_t x = *a++;
        av += x * *v++, aw += x * *w++;
    }
    sums[0] = av, sums[1] = aw;
}
