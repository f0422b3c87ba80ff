#include "real_exp.c"
#include "real_log.c"

/* LOG_SOFTMAX over the last axis. */
struct log_softmax_float {
    int32_t length;         /* of the last axis */
    int32_t count;          /* vectors */
};

static KERNEL void log_softmax_float(const struct log_softmax_float *p, const float *in, float *out) {
    int32_t i, n;
    for (n = 0; n < p->count; n++, in += p->length, out += p->length) {
        float most = in[0], sum = 0.0f;
        for (i = 1; i < p->length; i++) {
            most = in[i] > most ? in[i] : most;
        }
        for (i = 0; i < p->length; i++) {
            sum += real_exp(in[i] - most);
        }
        sum = real_log(sum);
        for (i = 0; i < p->length; i++) {
            out[i] = in[i] - most - sum;
        }
    }
}
