#include "twice.c"

/* A scale is multiplier * 2^(shift - 31), with a multiplier from 2^30 to 2^31. */
typedef struct {
    int32_t multiplier;
    int32_t shift;
} scale_t;

/* sum * scale, rounded twice, as the reference kernels of TFLite and TFLite Micro compute it. */
static INLINE int32_t scaled(int32_t sum, scale_t scale) {
    return scaled_twice(sum, scale.multiplier, scale.shift);
}
