#include "real_exp.c"

static float real_logistic(float x) {
    float e;
    if (x < 0.0f) {
        e = real_exp(x);
        return e / (1.0f + e);
    }
    return 1.0f / (1.0f + real_exp(-x));
}
