#include "running_sum.h"

#include <string.h>

int running_sum_run(void *arena, const float *in0, const int16_t *in1, float *out0, float *out1) {
    float *sums = (float *) arena;
    int i;
    for (i = 0; i < RUNNING_SUM_INPUT0_SIZE; i++) {
        sums[i] += in0[i];
        out0[i] = sums[i];
        out1[i] = in0[i] * (float) in1[0];
    }
    return 0;
}

void running_sum_reset(void *arena) {
    memset(arena, 0, RUNNING_SUM_ARENA_SIZE);
}
