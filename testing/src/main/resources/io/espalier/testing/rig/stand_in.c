/*
 * SPDX-License-Identifier: Apache-2.0
 *
 * Not CMSIS-NN: what its functions are documented to compute, in plain loops, for tests. Each spoils the memory that it may work in, and refuses too
 * little of it.
 */
#include "arm_nnfunctions.h"

#include <string.h>

static int32_t rounded(int32_t value, int32_t multiplier, int32_t shift) {
#ifdef CMSIS_NN_USE_SINGLE_ROUNDING
    int64_t product = (int64_t)value * multiplier;
    return (int32_t)((product + ((int64_t)1 << (30 - shift))) >> (31 - shift));
#else
    int32_t left = shift > 0 ? shift : 0, right = left - shift;
    int64_t product = (int64_t)(value * ((int64_t)1 << left)) * multiplier;
    int64_t high = (product + ((int64_t)1 << 30)) >> 31;
    int64_t half = right > 0 ? (int64_t)1 << (right - 1) : 0;
    /* ties go away from zero */
    return (int32_t)((high + half - (high < 0 && right > 0 ? 1 : 0)) >> right);
#endif
}

static int8_t limited(int32_t value, int32_t min, int32_t max) {
    return (int8_t)(value < min ? min : value > max ? max : value);
}

static int is_short_of(const cmsis_nn_context *context, int32_t bytes) {
    if (bytes > 0 && (context->buf == NULL || context->size < bytes || ((uintptr_t)context->buf & 3) != 0)) {
        return 1;
    }
    if (context->buf != NULL) {
        memset(context->buf, 0x5a, (size_t)context->size);
    }
    return 0;
}

#ifdef ARM_MATH_MVEI
#define HELIUM 1
#else
#define HELIUM 0
#endif

static int32_t convolution_bytes(const cmsis_nn_conv_params *p, const cmsis_nn_dims *in, const cmsis_nn_dims *kernel) {
    int32_t length = kernel->h * kernel->w * in->c;
    if (kernel->h == 1 && kernel->w == 1 && p->padding.h == 0 && p->padding.w == 0) {
        return HELIUM || p->stride.h != 1 || p->stride.w != 1 ? 0 : 4 * in->c;
    }
    if (HELIUM && in->h == 1 && kernel->h == 1) {
        return kernel->w * in->c;
    }
    return HELIUM ? 4 * ((length + 15) / 16 * 16) : 4 * ((length + 3) / 4 * 4);
}

arm_cmsis_nn_status arm_convolve_wrapper_s8(const cmsis_nn_context *ctx, const cmsis_nn_conv_params *p,
        const cmsis_nn_per_channel_quant_params *q, const cmsis_nn_dims *in, const int8_t *x, const cmsis_nn_dims *kernel,
        const int8_t *weights, const cmsis_nn_dims *bias, const int32_t *b, const cmsis_nn_dims *out, int8_t *y) {
    int32_t n, row, column, c, i, j, k;
    if (in->c != kernel->c || kernel->n != out->c || bias->c != out->c || in->n != out->n
            || is_short_of(ctx, convolution_bytes(p, in, kernel))) {
        return ARM_CMSIS_NN_ARG_ERROR;
    }
    for (n = 0; n < out->n; n++) {
        for (row = 0; row < out->h; row++) {
            for (column = 0; column < out->w; column++) {
                for (c = 0; c < out->c; c++) {
                    int32_t sum = b == NULL ? 0 : b[c];
                    for (i = 0; i < kernel->h; i++) {
                        for (j = 0; j < kernel->w; j++) {
                            int32_t h = row * p->stride.h - p->padding.h + i * p->dilation.h;
                            int32_t w = column * p->stride.w - p->padding.w + j * p->dilation.w;
                            if (h < 0 || h >= in->h || w < 0 || w >= in->w) {
                                continue;
                            }
                            for (k = 0; k < in->c; k++) {
                                sum += weights[((c * kernel->h + i) * kernel->w + j) * in->c + k]
                                        * (x[((n * in->h + h) * in->w + w) * in->c + k] + p->input_offset);
                            }
                        }
                    }
                    *y++ = limited(rounded(sum, q->multiplier[c], q->shift[c]) + p->output_offset, p->activation.min,
                            p->activation.max);
                }
            }
        }
    }
    return ARM_CMSIS_NN_SUCCESS;
}

static int32_t depthwise_bytes(const cmsis_nn_dw_conv_params *p, const cmsis_nn_dims *in, const cmsis_nn_dims *kernel) {
    int32_t area = kernel->h * kernel->w;
    int32_t bytes = 0;
    if (p->ch_mult == 1 && p->dilation.h == 1 && p->dilation.w == 1) {
        if (HELIUM) {
            bytes = 496 * area;
        } else if (kernel->h != 3 || kernel->w != 3 || p->padding.h > 1 || p->padding.w > 1) {
            bytes = 2 * in->c * area;
        }
    }
    if (HELIUM && in->c == 1 && kernel->c > 1) {
        int32_t other = kernel->c * area + (area == 1 ? 0 : 4 * ((area + 15) / 16 * 16));
        bytes = other > bytes ? other : bytes;
    }
    return bytes;
}

arm_cmsis_nn_status arm_depthwise_conv_wrapper_s8(const cmsis_nn_context *ctx, const cmsis_nn_dw_conv_params *p,
        const cmsis_nn_per_channel_quant_params *q, const cmsis_nn_dims *in, const int8_t *x, const cmsis_nn_dims *kernel,
        const int8_t *weights, const cmsis_nn_dims *bias, const int32_t *b, const cmsis_nn_dims *out, int8_t *y) {
    int32_t row, column, c, i, j;
    if (in->n != 1 || in->c * p->ch_mult != out->c || kernel->c != out->c || bias->c != out->c
            || is_short_of(ctx, depthwise_bytes(p, in, kernel))) {
        return ARM_CMSIS_NN_ARG_ERROR;
    }
    for (row = 0; row < out->h; row++) {
        for (column = 0; column < out->w; column++) {
            for (c = 0; c < out->c; c++) {
                int32_t sum = b == NULL ? 0 : b[c];
                for (i = 0; i < kernel->h; i++) {
                    for (j = 0; j < kernel->w; j++) {
                        int32_t h = row * p->stride.h - p->padding.h + i * p->dilation.h;
                        int32_t w = column * p->stride.w - p->padding.w + j * p->dilation.w;
                        if (h >= 0 && h < in->h && w >= 0 && w < in->w) {
                            sum += weights[(i * kernel->w + j) * out->c + c]
                                    * (x[(h * in->w + w) * in->c + c / p->ch_mult] + p->input_offset);
                        }
                    }
                }
                *y++ = limited(rounded(sum, q->multiplier[c], q->shift[c]) + p->output_offset, p->activation.min,
                        p->activation.max);
            }
        }
    }
    return ARM_CMSIS_NN_SUCCESS;
}

arm_cmsis_nn_status arm_vector_sum_s8(int32_t *sums, const int32_t columns, const int32_t rows, const int8_t *values,
        const int32_t lhs_offset, const int32_t rhs_offset, const int32_t *b) {
    int32_t row, column;
    for (row = 0; row < rows; row++) {
        int32_t sum = 0;
        for (column = 0; column < columns; column++) {
            sum += *values++ + rhs_offset;
        }
        sums[row] = sum * lhs_offset + (b == NULL ? 0 : b[row]);
    }
    return ARM_CMSIS_NN_SUCCESS;
}

/* With Helium, the sums of the weights and the bias come in the memory to work in. */
arm_cmsis_nn_status arm_fully_connected_wrapper_s8(const cmsis_nn_context *ctx, const cmsis_nn_fc_params *p,
        const cmsis_nn_quant_params *q, const cmsis_nn_dims *in, const int8_t *x, const cmsis_nn_dims *matrix,
        const int8_t *weights, const cmsis_nn_dims *bias, const int32_t *b, const cmsis_nn_dims *out, int8_t *y) {
    const int32_t *sums = (const int32_t *)ctx->buf;
    int32_t n, c, k;
    if (in->n != out->n || matrix->n != in->h * in->w * in->c || matrix->c != out->c || bias->c != out->c
            || p->filter_offset != 0 || (HELIUM && (sums == NULL || ctx->size < 4 * out->c))) {
        return ARM_CMSIS_NN_ARG_ERROR;
    }
    for (n = 0; n < out->n; n++, x += matrix->n) {
        for (c = 0; c < out->c; c++) {
            int32_t sum = HELIUM ? sums[c] : b == NULL ? 0 : b[c];
            int32_t scale = q->is_per_channel ? c : 0;
            for (k = 0; k < matrix->n; k++) {
                sum += weights[c * matrix->n + k] * (x[k] + (HELIUM ? 0 : p->input_offset));
            }
            *y++ = limited(rounded(sum, q->multiplier[scale], q->shift[scale]) + p->output_offset, p->activation.min,
                    p->activation.max);
        }
    }
    return ARM_CMSIS_NN_SUCCESS;
}

static void pooled(const cmsis_nn_pool_params *p, const cmsis_nn_dims *in, const int8_t *x, const cmsis_nn_dims *kernel,
        const cmsis_nn_dims *out, int8_t *y, int average) {
    int32_t row, column, c, h, w;
    for (row = 0; row < out->h; row++) {
        for (column = 0; column < out->w; column++) {
            int32_t top = row * p->stride.h - p->padding.h, left = column * p->stride.w - p->padding.w;
            for (c = 0; c < in->c; c++) {
                int32_t most = INT8_MIN, sum = 0, count = 0;
                for (h = top; h < top + kernel->h; h++) {
                    for (w = left; w < left + kernel->w; w++) {
                        if (h >= 0 && h < in->h && w >= 0 && w < in->w) {
                            int32_t value = x[(h * in->w + w) * in->c + c];
                            most = value > most ? value : most;
                            sum += value;
                            count++;
                        }
                    }
                }
                sum = (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
                *y++ = limited(average ? sum : most, p->activation.min, p->activation.max);
            }
        }
    }
}

arm_cmsis_nn_status arm_max_pool_s8(const cmsis_nn_context *ctx, const cmsis_nn_pool_params *p, const cmsis_nn_dims *in,
        const int8_t *x, const cmsis_nn_dims *kernel, const cmsis_nn_dims *out, int8_t *y) {
    if (in->n != 1 || in->c != out->c || is_short_of(ctx, 0)) {
        return ARM_CMSIS_NN_ARG_ERROR;
    }
    pooled(p, in, x, kernel, out, y, 0);
    return ARM_CMSIS_NN_SUCCESS;
}

arm_cmsis_nn_status arm_avgpool_s8(const cmsis_nn_context *ctx, const cmsis_nn_pool_params *p, const cmsis_nn_dims *in,
        const int8_t *x, const cmsis_nn_dims *kernel, const cmsis_nn_dims *out, int8_t *y) {
    if (in->n != 1 || in->c != out->c || is_short_of(ctx, HELIUM ? 0 : 4 * in->c)) {
        return ARM_CMSIS_NN_ARG_ERROR;
    }
    pooled(p, in, x, kernel, out, y, 1);
    return ARM_CMSIS_NN_SUCCESS;
}

arm_cmsis_nn_status arm_elementwise_add_s8(const int8_t *a, const int8_t *b, const int32_t a_offset, const int32_t a_multiplier,
        const int32_t a_shift, const int32_t b_offset, const int32_t b_multiplier, const int32_t b_shift, const int32_t left_shift,
        int8_t *y, const int32_t offset, const int32_t multiplier, const int32_t shift, const int32_t min, const int32_t max,
        const int32_t count) {
    int32_t i;
    if (a_shift > 0 || b_shift > 0 || shift > 0) {
        return ARM_CMSIS_NN_ARG_ERROR;
    }
    for (i = 0; i < count; i++) {
        int32_t one = rounded((a[i] + a_offset) * (1 << left_shift), a_multiplier, a_shift);
        int32_t other = rounded((b[i] + b_offset) * (1 << left_shift), b_multiplier, b_shift);
        y[i] = limited(rounded(one + other, multiplier, shift) + offset, min, max);
    }
    return ARM_CMSIS_NN_SUCCESS;
}

arm_cmsis_nn_status arm_elementwise_mul_s8(const int8_t *a, const int8_t *b, const int32_t a_offset, const int32_t b_offset,
        int8_t *y, const int32_t offset, const int32_t multiplier, const int32_t shift, const int32_t min, const int32_t max,
        const int32_t count) {
    int32_t i;
    for (i = 0; i < count; i++) {
        y[i] = limited(rounded((a[i] + a_offset) * (b[i] + b_offset), multiplier, shift) + offset, min, max);
    }
    return ARM_CMSIS_NN_SUCCESS;
}

/* The high half of 2ab, rounded; none of the products here is too large. */
static int32_t high(int32_t a, int32_t b) {
    return (int32_t)(((int64_t)a * b + ((int64_t)1 << 30)) >> 31);
}

static int32_t halved(int32_t value, int32_t times) {
    int64_t half = (int64_t)1 << times >> 1;
    return (int32_t)((value + half - (value < 0 && times > 0 ? 1 : 0)) >> times);
}

/* exp(x) in units of 2^-31 for x of at most 0 in units of 2^-26: a polynomial for the part below 1/4, and a factor for each larger bit. */
static int32_t exponential(int32_t x) {
    static const int32_t factors[7] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
    int32_t quarter = 1 << 24, small, rest, z, square, power, result, bit;
    if (x == 0) {
        return INT32_MAX;
    }
    small = (x & (quarter - 1)) - quarter;
    rest = small - x;
    z = small * 32 + (1 << 28);
    square = high(z, z);
    power = halved(high(square, square), 2) + high(square, z);
    power = z + halved(high(power, 715827883) + square, 1);
    result = 1895147668 + high(1895147668, power);
    for (bit = 0; bit < 7; bit++) {
        if ((rest & (quarter << bit)) != 0) {
            result = high(result, factors[bit]);
        }
    }
    return result;
}

/* 1 / (1 + x) in units of 2^-31, by Newton's method. */
static int32_t inverse(int32_t x) {
    int64_t half = (int64_t)x + INT32_MAX;
    int32_t middle = (int32_t)((half + 1) / 2), guess = 1515870810 + high(middle, -1010580540), i;
    for (i = 0; i < 3; i++) {
        int64_t step = (int64_t)high(guess, (1 << 29) - high(middle, guess)) * 4;
        guess += (int32_t)step;
    }
    return guess > INT32_MAX / 2 ? INT32_MAX : guess * 2;
}

void arm_softmax_s8(const int8_t *x, const int32_t rows, const int32_t length, const int32_t multiplier, const int32_t shift,
        const int32_t diff_min, int8_t *y) {
    int32_t row, i;
    for (row = 0; row < rows; row++, x += length, y += length) {
        int32_t most = INT8_MIN, sum = 0, zeros = 0, scale;
        for (i = 0; i < length; i++) {
            most = x[i] > most ? x[i] : most;
        }
        for (i = 0; i < length; i++) {
            if (x[i] - most >= diff_min) {
                sum += halved(exponential(high((x[i] - most) * (1 << shift), multiplier)), 12);
            }
        }
        while (((uint32_t)sum >> (31 - zeros)) == 0) {
            zeros++;
        }
        scale = inverse((int32_t)(((int64_t)sum << zeros) - ((int64_t)1 << 31)));
        for (i = 0; i < length; i++) {
            int32_t value = 0;
            if (x[i] - most >= diff_min) {
                value = halved(high(scale, exponential(high((x[i] - most) * (1 << shift), multiplier))), 35 - zeros);
            }
            y[i] = limited(value - 128, INT8_MIN, INT8_MAX);
        }
    }
}
