/* The window of a pool of CMSIS-NN. */
struct cmsis_pool {
    cmsis_nn_pool_params params;
    cmsis_nn_dims in;
    cmsis_nn_dims kernel;
    cmsis_nn_dims out;
};
