#include "requantize.c"
#include "clamp.c"
#include "packed.c"

/* DEPTHWISE_CONV_2D: a row of the output. */
struct depthwise {
    const int8_t *weights;  /* [kernel_h][kernel_w][channels] */
    const int32_t *bias;    /* [channels], with the zero point of the input folded in */
    const scale_t *scales;
    int16_t scale_step;
    int16_t channels;
    int16_t multiplier;     /* channels of the output for each of the input */
    int16_t in_h;
    int16_t in_w;
    int16_t in_rows;
    int16_t in_zero;
    int16_t out_w;
    int16_t out_rows;
    int16_t out_zero;
    int16_t min;
    int16_t max;
    int16_t kernel_h;
    int16_t kernel_w;
    int16_t stride_h;
    int16_t stride_w;
    int16_t dilation_h;
    int16_t dilation_w;
    int16_t pad_top;
    int16_t pad_left;
};

/* Where the inputs of a pixel lie, for each place of the window; beyond the edge there are zeros. */
static INLINE void depthwise_taps(
    const struct depthwise *p, const int8_t *in, const int8_t *zeros, const int8_t **taps, int32_t in_c, int32_t y, int32_t x) {
    int32_t ky, kx;
    for (ky = 0; ky < p->kernel_h; ky++) {
        int32_t row = y * p->stride_h - p->pad_top + ky * p->dilation_h;
        int exists = row >= 0 && row < p->in_h;
        const int8_t *line = exists ? in + (row % p->in_rows) * p->in_w * in_c : in;
        for (kx = 0; kx < p->kernel_w; kx++) {
            int32_t column = x * p->stride_w - p->pad_left + kx * p->dilation_w;
            *taps++ = exists && column >= 0 && column < p->in_w ? line + column * in_c : zeros;
        }
    }
}

#if defined(__SSE2__)
#define DEPTHWISE_TOGETHER 8
#else
#define DEPTHWISE_TOGETHER 4
#endif

/* Adds the products of DEPTHWISE_TOGETHER channels, from c on. */
static INLINE void depthwise_sums(const struct depthwise *p, const int8_t **taps, int32_t c, int32_t *sums) {
    const int8_t *w = p->weights + c;
    int32_t left = p->kernel_h * p->kernel_w;
#if defined(__SSE2__)
    __m128i low = _mm_loadu_si128((const __m128i *)(void *)sums), high = _mm_loadu_si128((const __m128i *)(void *)(sums + 4));
    for (; left > 0; left -= 2) {
        __m128i x = eight_bytes(*taps++ + c), v = eight_bytes(w);
        __m128i y = _mm_setzero_si128(), u = y;
        if (left > 1) {
            y = eight_bytes(*taps++ + c), u = eight_bytes(w + p->channels);
        }
        low = _mm_add_epi32(low, _mm_madd_epi16(_mm_unpacklo_epi16(x, y), _mm_unpacklo_epi16(v, u)));
        high = _mm_add_epi32(high, _mm_madd_epi16(_mm_unpackhi_epi16(x, y), _mm_unpackhi_epi16(v, u)));
        w += 2 * p->channels;
    }
    _mm_storeu_si128((__m128i *)(void *)sums, low);
    _mm_storeu_si128((__m128i *)(void *)(sums + 4), high);
#else
    for (; left > 0; left--, w += p->channels) {
        const int8_t *x = *taps++ + c;
#if defined(__ARM_FEATURE_DSP)
        int16x2_t x_even = even_bytes(four_bytes(x)), x_odd = odd_bytes(four_bytes(x));
        int16x2_t w_even = even_bytes(four_bytes(w)), w_odd = odd_bytes(four_bytes(w));
        sums[0] = __smlabb(x_even, w_even, sums[0]);
        sums[1] = __smlabb(x_odd, w_odd, sums[1]);
        sums[2] = __smlatt(x_even, w_even, sums[2]);
        sums[3] = __smlatt(x_odd, w_odd, sums[3]);
#else
        sums[0] += x[0] * w[0], sums[1] += x[1] * w[1], sums[2] += x[2] * w[2], sums[3] += x[3] * w[3];
#endif
    }
#endif
}

static KERNEL void depthwise(const struct depthwise *p, const int8_t *in, int8_t *out, int8_t *scratch, int32_t y) {
    int32_t in_c = p->channels / p->multiplier;
    int32_t places = p->kernel_h * p->kernel_w;
    const int8_t **taps = (const int8_t **)(void *)scratch;
    int8_t *zeros = scratch + places * (int32_t)sizeof *taps;
    int32_t x, c, k;
    memset(zeros, p->in_zero, (size_t)in_c);
    out += (y % p->out_rows) * p->out_w * p->channels;
    for (x = 0; x < p->out_w; x++) {
        depthwise_taps(p, in, zeros, taps, in_c, y, x);
        for (c = 0; c < p->channels;) {
            int32_t count = p->multiplier == 1 && p->channels - c >= DEPTHWISE_TOGETHER ? DEPTHWISE_TOGETHER : 1;
            int32_t sums[DEPTHWISE_TOGETHER];
            for (k = 0; k < count; k++) {
                sums[k] = p->bias[c + k];
            }
            if (count > 1) {
                depthwise_sums(p, taps, c, sums);
            } else {
                for (k = 0; k < places; k++) {
                    sums[0] += taps[k][c / p->multiplier] * p->weights[k * p->channels + c];
                }
            }
            for (k = 0; k < count; k++, c++) {
                *out++ = clamped(scaled(sums[k], p->scales[c * p->scale_step]), p->out_zero, p->min, p->max);
            }
        }
    }
}
