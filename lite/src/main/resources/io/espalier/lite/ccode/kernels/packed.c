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
#endif
