#include "real_exp.c"

/* exp(x) - 1 without loss near 0. */
static float real_expm1(float x) {
    if (x > -0.3466f && x < 0.3466f) {
        float p = 0.16666667f + x * (0.04166648f + x * (0.008333283f + x * (0.0013933314f + x * 0.00019909684f)));
        return x + x * x * (0.5f + x * p);
    }
    return real_exp(x) - 1.0f;
}
