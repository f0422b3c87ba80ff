#include "twice.c"

/* A scale for sums that are rounded twice, whatever the rest of the model does. */
typedef struct {
    int32_t multiplier;
    int32_t shift;
} scale_pair;

static INLINE int32_t scaled_pair(int32_t sum, scale_pair scale) {
    return scaled_twice(sum, scale.multiplier, scale.shift);
}
