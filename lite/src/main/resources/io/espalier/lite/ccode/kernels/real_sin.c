#include "real_angle.c"

static INLINE float real_sin(float x) {
    return real_sine(x, 0);
}
