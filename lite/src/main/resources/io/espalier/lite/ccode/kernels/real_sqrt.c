#include "real_bits.c"

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

/* Rounded to the nearest: by an instruction where there is one, otherwise bit by bit. */
static float real_sqrt(float x) {
#if defined(__SSE__)
    return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x)));
#elif defined(__aarch64__) && defined(__GNUC__)
    float root;
    __asm__("fsqrt %s0, %s1" : "=w"(root) : "w"(x));
    return root;
#elif defined(__ARM_FP) && (__ARM_FP & 4) != 0 && defined(__GNUC__)
    float root;
    __asm__("vsqrt.f32 %0, %1" : "=t"(root) : "t"(x));
    return root;
#else
    uint32_t bits = bits_of(x), root = 0, bit;
    int32_t exponent;
    uint64_t rest;
    if (!(x > 0.0f) || bits == 0x7f800000) {
        return x < 0.0f ? real_of(0x7fc00000) : x;
    }
    for (exponent = (int32_t)(bits >> 23); bits < 0x800000; exponent--) {
        bits <<= 1;
        exponent += (bits >= 0x800000);
    }
    bits = (bits & 0x7fffff) | 0x800000;
    exponent -= 127;
    /* A number whose root has 25 bits: the last one rounds. */
    rest = (uint64_t)bits << (25 + (exponent & 1));
    for (bit = 1u << 24; bit > 0; bit >>= 1) {
        uint32_t larger = root | bit;
        root = (uint64_t)larger * larger <= rest ? larger : root;
    }
    root = (root + 1) >> 1;
    return real_of(root + ((uint32_t)((exponent - (exponent & 1)) / 2 + 126) << 23));
#endif
}
