/* A gate: weights [cells][features], recurrent weights [cells][cells], and sums [cells] that hold bias and zero points. */
struct lstm {
    const int8_t *input_weights;
    const int8_t *input_recurrent;
    const int32_t *input_sums;
    const int32_t *input_recurrent_sums;
    int32_t input_multiplier;
    int32_t input_shift;
    int32_t input_recurrent_multiplier;
    int32_t input_recurrent_shift;
    const int8_t *forget_weights;
    const int8_t *forget_recurrent;
    const int32_t *forget_sums;
    const int32_t *forget_recurrent_sums;
    int32_t forget_multiplier;
    int32_t forget_shift;
    int32_t forget_recurrent_multiplier;
    int32_t forget_recurrent_shift;
    const int8_t *cell_weights;
    const int8_t *cell_recurrent;
    const int32_t *cell_sums;
    const int32_t *cell_recurrent_sums;
    int32_t cell_multiplier;
    int32_t cell_shift;
    int32_t cell_recurrent_multiplier;
    int32_t cell_recurrent_shift;
    const int8_t *output_weights;
    const int8_t *output_recurrent;
    const int32_t *output_sums;
    const int32_t *output_recurrent_sums;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t output_recurrent_multiplier;
    int32_t output_recurrent_shift;
    int32_t hidden_multiplier;
    int32_t hidden_shift;
    int32_t hidden_zero;
    int32_t cell_bits;      /* integer bits of the cell */
    int32_t clip;           /* of the cell; 0 for none */
    int32_t batch;
    int32_t steps;
    int32_t features;
    int32_t cells;
    int32_t step_in;        /* elements from step to step */
    int32_t step_out;
    int32_t batch_in;       /* elements from example to example */
    int32_t batch_out;
};
