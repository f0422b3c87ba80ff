#include "packed.c"

/*
 * Sums of products: two pixels, which lie one after the other, with two filters, likewise; all have n bytes. The sums are those of the first pixel
 * with both filters, then of the second.
 */
static INLINE void dot_2x2(const int8_t *pixels, const int8_t *filters, int32_t n, int32_t *sums) {
    int32_t av = sums[0], aw = sums[1], bv = sums[2], bw = sums[3];
    const int8_t *end = pixels + n;
#if defined(__ARM_FEATURE_DSP)
    const int8_t *last = pixels + (n & ~3);
    while (pixels != last) {
        uint32_t v = four_bytes(filters), w = four_bytes(filters + n), x = four_bytes(pixels);
        int16x2_t v_even = even_bytes(v), v_odd = odd_bytes(v), w_even = even_bytes(w), w_odd = odd_bytes(w);
        int16x2_t x_even = even_bytes(x), x_odd = odd_bytes(x);
        av = __smlad(x_odd, v_odd, __smlad(x_even, v_even, av));
        aw = __smlad(x_odd, w_odd, __smlad(x_even, w_even, aw));
        x = four_bytes(pixels + n);
        x_even = even_bytes(x), x_odd = odd_bytes(x);
        bv = __smlad(x_odd, v_odd, __smlad(x_even, v_even, bv));
        bw = __smlad(x_odd, w_odd, __smlad(x_even, w_even, bw));
        pixels += 4, filters += 4;
    }
#endif
    while (pixels != end) {
        int32_t x = pixels[0], y = pixels[n], v = filters[0], w = filters[n];
        av += x * v, aw += x * w, bv += y * v, bw += y * w;
        pixels++, filters++;
    }
    sums[0] = av, sums[1] = aw, sums[2] = bv, sums[3] = bw;
}

/* Sums of products: one pixel with two filters, which lie one after the other; all have n bytes. */
static INLINE void dot_1x2(const int8_t *pixel, const int8_t *filters, int32_t n, int32_t *sums) {
    int32_t av = sums[0], aw = sums[1];
    const int8_t *end = pixel + n;
#if defined(__ARM_FEATURE_DSP)
    const int8_t *last = pixel + (n & ~3);
    while (pixel != last) {
        uint32_t x = four_bytes(pixel), v = four_bytes(filters), w = four_bytes(filters + n);
        int16x2_t x_even = even_bytes(x), x_odd = odd_bytes(x);
        av = __smlad(x_odd, odd_bytes(v), __smlad(x_even, even_bytes(v), av));
        aw = __smlad(x_odd, odd_bytes(w), __smlad(x_even, even_bytes(w), aw));
        pixel += 4, filters += 4;
    }
#endif
    while (pixel != end) {
        int32_t x = *pixel++;
        av += x * filters[0], aw += x * filters[n];
        filters++;
    }
    sums[0] = av, sums[1] = aw;
}
