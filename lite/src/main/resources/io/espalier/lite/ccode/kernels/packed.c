#if defined(__ARM_FEATURE_DSP)
#include <arm_acle.h>

static INLINE uint32_t four_bytes(const int8_t *at) {
    uint32_t word;
    memcpy(&word, at, 4);
    return word;
}

/* Bytes 0 and 2 as numbers of 16 bits. */
static INLINE int16x2_t even_bytes(uint32_t word) {
    return __sxtb16(word);
}

/* Bytes 1 and 3 as numbers of 16 bits: one instruction, which compilers make two of. */
static INLINE int16x2_t odd_bytes(uint32_t word) {
    int16x2_t odd;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(odd) : "r"(word));
    return odd;
}
#elif defined(__SSE2__)
#include <emmintrin.h>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

/* Eight bytes as numbers of 16 bits. */
static INLINE __m128i eight_bytes(const int8_t *at) {
    __m128i bytes = _mm_loadl_epi64((const __m128i *)(const void *)at);
    return _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
}

/* Adds the four numbers of each sum. */
static INLINE __m128i added_up(__m128i a, __m128i b, __m128i c, __m128i d) {
    __m128i ab = _mm_add_epi32(_mm_unpacklo_epi32(a, b), _mm_unpackhi_epi32(a, b));
    __m128i cd = _mm_add_epi32(_mm_unpacklo_epi32(c, d), _mm_unpackhi_epi32(c, d));
    return _mm_add_epi32(_mm_unpacklo_epi64(ab, cd), _mm_unpackhi_epi64(ab, cd));
}

#if defined(__AVX2__)
/* Sixteen bytes as numbers of 16 bits. */
static INLINE __m256i sixteen_bytes(const int8_t *at) {
    return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)at));
}

/* The sums and the products of neighbours. */
static INLINE __m256i products_added(__m256i sums, __m256i a, __m256i b) {
#if defined(__AVX512VNNI__) && defined(__AVX512VL__)
    return _mm256_dpwssd_epi32(sums, a, b);
#else
    return _mm256_add_epi32(sums, _mm256_madd_epi16(a, b));
#endif
}

/* Both halves added. */
static INLINE __m128i halves_added(__m256i sums) {
    return _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
}
#endif
#endif
