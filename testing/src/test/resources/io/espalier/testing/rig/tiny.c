#include "tiny.h"

static const int8_t weights[3][4] = {{1, -2, 3, -4}, {127, 127, 127, 127}, {0, 0, 0, 1}};

static int32_t arena[3];

int tiny_run(const int8_t *in, int8_t *out) {
    int i, k;
    for (i = 0; i < TINY_OUTPUT_SIZE; i++) {
        arena[i] = 0;
        for (k = 0; k < TINY_INPUT_SIZE; k++) {
            arena[i] += weights[i][k] * in[k];
        }
        out[i] = (int8_t) (arena[i] > 127 ? 127 : arena[i] < -128 ? -128 : arena[i]);
    }
    return 0;
}
