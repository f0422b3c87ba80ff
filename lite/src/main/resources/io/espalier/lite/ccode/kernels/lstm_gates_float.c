#include "dot_float.c"

/* UNIDIRECTIONAL_SEQUENCE_LSTM: each gate has weights [cells][features], recurrent weights [cells][cells] and a bias [cells]. */
struct lstm_float {
    const float *input_weights;
    const float *input_recurrent;
    const float *input_bias;
    const float *forget_weights;
    const float *forget_recurrent;
    const float *forget_bias;
    const float *cell_weights;
    const float *cell_recurrent;
    const float *cell_bias;
    const float *output_weights;
    const float *output_recurrent;
    const float *output_bias;
    float clip;             /* of the cell; 0 for none */
    int32_t batch;
    int32_t steps;
    int32_t features;
    int32_t cells;
    int32_t step_in;        /* elements from step to step */
    int32_t step_out;
    int32_t batch_in;       /* elements from example to example */
    int32_t batch_out;
};
