// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

import java.util.List;
import java.util.Optional;

/**
 * Every options table that an operator can have, one row each: its place in one of the schema's two unions, its name in the schema, and its
 * fields in the order of their slots, written as in the schema. Reading, writing and printing of options follow these rows; there is no class
 * for a table.
 */
public enum OptionsTable {
    /** An operator without an options table. */
    NONE(0, "NONE"),
    CONV_2D(
            1,
            "Conv2DOptions",
            "padding: Padding, stride_w: int, stride_h: int, "
                    + "fused_activation_function: ActivationFunctionType, dilation_w_factor: int = 1, "
                    + "dilation_h_factor: int = 1, quantized_bias_type: TensorType"),
    DEPTHWISE_CONV_2D(
            2,
            "DepthwiseConv2DOptions",
            "padding: Padding, stride_w: int, stride_h: int, depth_multiplier: int, "
                    + "fused_activation_function: ActivationFunctionType, dilation_w_factor: int = 1, "
                    + "dilation_h_factor: int = 1"),
    CONCAT_EMBEDDINGS(
            3,
            "ConcatEmbeddingsOptions",
            "num_channels: int, num_columns_per_channel: [int], embedding_dim_per_channel: [int]"),
    LSH_PROJECTION(4, "LSHProjectionOptions", "type: LSHProjectionType"),
    POOL_2D(
            5,
            "Pool2DOptions",
            "padding: Padding, stride_w: int, stride_h: int, filter_width: int, filter_height: int, "
                    + "fused_activation_function: ActivationFunctionType"),
    SVDF(
            6,
            "SVDFOptions",
            "rank: int, fused_activation_function: ActivationFunctionType, asymmetric_quantize_inputs: bool"),
    RNN(7, "RNNOptions", "fused_activation_function: ActivationFunctionType, asymmetric_quantize_inputs: bool"),
    FULLY_CONNECTED(
            8,
            "FullyConnectedOptions",
            "fused_activation_function: ActivationFunctionType, "
                    + "weights_format: FullyConnectedOptionsWeightsFormat, keep_num_dims: bool, "
                    + "asymmetric_quantize_inputs: bool, quantized_bias_type: TensorType"),
    SOFTMAX(9, "SoftmaxOptions", "beta: float"),
    CONCATENATION(10, "ConcatenationOptions", "axis: int, fused_activation_function: ActivationFunctionType"),
    ADD(11, "AddOptions", "fused_activation_function: ActivationFunctionType, pot_scale_int16: bool = true"),
    L2_NORM(12, "L2NormOptions", "fused_activation_function: ActivationFunctionType"),
    LOCAL_RESPONSE_NORMALIZATION(
            13, "LocalResponseNormalizationOptions", "radius: int, bias: float, alpha: float, beta: float"),
    LSTM(
            14,
            "LSTMOptions",
            "fused_activation_function: ActivationFunctionType, cell_clip: float, proj_clip: float, "
                    + "kernel_type: LSTMKernelType, asymmetric_quantize_inputs: bool"),
    RESIZE_BILINEAR(
            15,
            "ResizeBilinearOptions",
            "new_height: int, new_width: int, align_corners: bool, half_pixel_centers: bool"),
    CALL(16, "CallOptions", "subgraph: uint"),
    RESHAPE(17, "ReshapeOptions", "new_shape: [int]"),
    SKIP_GRAM(18, "SkipGramOptions", "ngram_size: int, max_skip_size: int, include_all_ngrams: bool"),
    SPACE_TO_DEPTH(19, "SpaceToDepthOptions", "block_size: int"),
    EMBEDDING_LOOKUP_SPARSE(20, "EmbeddingLookupSparseOptions", "combiner: CombinerType"),
    MUL(21, "MulOptions", "fused_activation_function: ActivationFunctionType"),
    PAD(22, "PadOptions"),
    GATHER(23, "GatherOptions", "axis: int, batch_dims: int"),
    BATCH_TO_SPACE_ND(24, "BatchToSpaceNDOptions"),
    SPACE_TO_BATCH_ND(25, "SpaceToBatchNDOptions"),
    TRANSPOSE(26, "TransposeOptions"),
    REDUCER(27, "ReducerOptions", "keep_dims: bool"),
    SUB(28, "SubOptions", "fused_activation_function: ActivationFunctionType, pot_scale_int16: bool = true"),
    DIV(29, "DivOptions", "fused_activation_function: ActivationFunctionType"),
    SQUEEZE(30, "SqueezeOptions", "squeeze_dims: [int]"),
    SEQUENCE_RNN(
            31,
            "SequenceRNNOptions",
            "time_major: bool, fused_activation_function: ActivationFunctionType, "
                    + "asymmetric_quantize_inputs: bool"),
    STRIDED_SLICE(
            32,
            "StridedSliceOptions",
            "begin_mask: int, end_mask: int, ellipsis_mask: int, new_axis_mask: int, shrink_axis_mask: int, "
                    + "offset: bool"),
    EXP(33, "ExpOptions"),
    TOPK_V2(34, "TopKV2Options"),
    SPLIT(35, "SplitOptions", "num_splits: int"),
    LOG_SOFTMAX(36, "LogSoftmaxOptions"),
    CAST(37, "CastOptions", "in_data_type: TensorType, out_data_type: TensorType"),
    DEQUANTIZE(38, "DequantizeOptions"),
    MAXIMUM_MINIMUM(39, "MaximumMinimumOptions"),
    ARG_MAX(40, "ArgMaxOptions", "output_type: TensorType"),
    LESS(41, "LessOptions"),
    NEG(42, "NegOptions"),
    PADV2(43, "PadV2Options"),
    GREATER(44, "GreaterOptions"),
    GREATER_EQUAL(45, "GreaterEqualOptions"),
    LESS_EQUAL(46, "LessEqualOptions"),
    SELECT(47, "SelectOptions"),
    SLICE(48, "SliceOptions"),
    TRANSPOSE_CONV(
            49,
            "TransposeConvOptions",
            "padding: Padding, stride_w: int, stride_h: int, "
                    + "fused_activation_function: ActivationFunctionType, quantized_bias_type: TensorType"),
    SPARSE_TO_DENSE(50, "SparseToDenseOptions", "validate_indices: bool"),
    TILE(51, "TileOptions"),
    EXPAND_DIMS(52, "ExpandDimsOptions"),
    EQUAL(53, "EqualOptions"),
    NOT_EQUAL(54, "NotEqualOptions"),
    SHAPE(55, "ShapeOptions", "out_type: TensorType"),
    POW(56, "PowOptions"),
    ARG_MIN(57, "ArgMinOptions", "output_type: TensorType"),
    FAKE_QUANT(58, "FakeQuantOptions", "min: float, max: float, num_bits: int, narrow_range: bool"),
    PACK(59, "PackOptions", "values_count: int, axis: int"),
    LOGICAL_OR(60, "LogicalOrOptions"),
    ONE_HOT(61, "OneHotOptions", "axis: int"),
    LOGICAL_AND(62, "LogicalAndOptions"),
    LOGICAL_NOT(63, "LogicalNotOptions"),
    UNPACK(64, "UnpackOptions", "num: int, axis: int"),
    FLOOR_DIV(65, "FloorDivOptions"),
    SQUARE(66, "SquareOptions"),
    ZEROS_LIKE(67, "ZerosLikeOptions"),
    FILL(68, "FillOptions"),
    BIDIRECTIONAL_SEQUENCE_LSTM(
            69,
            "BidirectionalSequenceLSTMOptions",
            "fused_activation_function: ActivationFunctionType, cell_clip: float, proj_clip: float, "
                    + "merge_outputs: bool, time_major: bool = true, asymmetric_quantize_inputs: bool"),
    BIDIRECTIONAL_SEQUENCE_RNN(
            70,
            "BidirectionalSequenceRNNOptions",
            "time_major: bool, fused_activation_function: ActivationFunctionType, merge_outputs: bool, "
                    + "asymmetric_quantize_inputs: bool"),
    UNIDIRECTIONAL_SEQUENCE_LSTM(
            71,
            "UnidirectionalSequenceLSTMOptions",
            "fused_activation_function: ActivationFunctionType, cell_clip: float, proj_clip: float, "
                    + "time_major: bool, asymmetric_quantize_inputs: bool, diagonal_recurrent_tensors: bool"),
    FLOOR_MOD(72, "FloorModOptions"),
    RANGE(73, "RangeOptions"),
    RESIZE_NEAREST_NEIGHBOR(74, "ResizeNearestNeighborOptions", "align_corners: bool, half_pixel_centers: bool"),
    LEAKY_RELU(75, "LeakyReluOptions", "alpha: float"),
    SQUARED_DIFFERENCE(76, "SquaredDifferenceOptions"),
    MIRROR_PAD(77, "MirrorPadOptions", "mode: MirrorPadMode"),
    ABS(78, "AbsOptions"),
    SPLIT_V(79, "SplitVOptions", "num_splits: int"),
    UNIQUE(80, "UniqueOptions", "idx_out_type: TensorType = INT32"),
    REVERSE_V2(81, "ReverseV2Options"),
    ADD_N(82, "AddNOptions"),
    GATHER_ND(83, "GatherNdOptions"),
    COS(84, "CosOptions"),
    WHERE(85, "WhereOptions"),
    RANK(86, "RankOptions"),
    REVERSE_SEQUENCE(87, "ReverseSequenceOptions", "seq_dim: int, batch_dim: int"),
    MATRIX_DIAG(88, "MatrixDiagOptions"),
    QUANTIZE(89, "QuantizeOptions"),
    MATRIX_SET_DIAG(90, "MatrixSetDiagOptions"),
    HARD_SWISH(91, "HardSwishOptions"),
    IF(92, "IfOptions", "then_subgraph_index: int, else_subgraph_index: int"),
    WHILE(93, "WhileOptions", "cond_subgraph_index: int, body_subgraph_index: int"),
    DEPTH_TO_SPACE(94, "DepthToSpaceOptions", "block_size: int"),
    NON_MAX_SUPPRESSION_V4(95, "NonMaxSuppressionV4Options"),
    NON_MAX_SUPPRESSION_V5(96, "NonMaxSuppressionV5Options"),
    SCATTER_ND(97, "ScatterNdOptions"),
    SELECT_V2(98, "SelectV2Options"),
    DENSIFY(99, "DensifyOptions"),
    SEGMENT_SUM(100, "SegmentSumOptions"),
    BATCH_MATMUL(101, "BatchMatMulOptions", "adj_x: bool, adj_y: bool, asymmetric_quantize_inputs: bool"),
    CUMSUM(102, "CumsumOptions", "exclusive: bool, reverse: bool"),
    CALL_ONCE(103, "CallOnceOptions", "init_subgraph_index: int"),
    BROADCAST_TO(104, "BroadcastToOptions"),
    RFFT2D(105, "Rfft2dOptions"),
    CONV_3D(
            106,
            "Conv3DOptions",
            "padding: Padding, stride_d: int, stride_w: int, stride_h: int, "
                    + "fused_activation_function: ActivationFunctionType, dilation_d_factor: int = 1, "
                    + "dilation_w_factor: int = 1, dilation_h_factor: int = 1"),
    HASHTABLE(107, "HashtableOptions", "table_id: int, key_dtype: TensorType, value_dtype: TensorType"),
    HASHTABLE_FIND(108, "HashtableFindOptions"),
    HASHTABLE_IMPORT(109, "HashtableImportOptions"),
    HASHTABLE_SIZE(110, "HashtableSizeOptions"),
    VAR_HANDLE(111, "VarHandleOptions", "container: string, shared_name: string"),
    READ_VARIABLE(112, "ReadVariableOptions"),
    ASSIGN_VARIABLE(113, "AssignVariableOptions"),
    RANDOM(114, "RandomOptions", "seed: long, seed2: long"),
    BUCKETIZE(115, "BucketizeOptions", "boundaries: [float]"),
    GELU(116, "GeluOptions", "approximate: bool"),
    DYNAMIC_UPDATE_SLICE(117, "DynamicUpdateSliceOptions"),
    UNSORTED_SEGMENT_PROD(118, "UnsortedSegmentProdOptions"),
    UNSORTED_SEGMENT_MAX(119, "UnsortedSegmentMaxOptions"),
    UNSORTED_SEGMENT_MIN(120, "UnsortedSegmentMinOptions"),
    UNSORTED_SEGMENT_SUM(121, "UnsortedSegmentSumOptions"),
    ATAN2(122, "ATan2Options"),
    SIGN(123, "SignOptions"),
    BITCAST(124, "BitcastOptions"),
    BITWISE_XOR(125, "BitwiseXorOptions"),
    RIGHT_SHIFT(126, "RightShiftOptions"),
    STABLEHLO_CONCATENATE(Union.SECOND, 1, "StablehloConcatenateOptions", "dimension: long"),
    STABLEHLO_BROADCAST_IN_DIM(Union.SECOND, 2, "StablehloBroadcastInDimOptions", "broadcast_dimensions: [long]"),
    STABLEHLO_SLICE(
            Union.SECOND, 3, "StablehloSliceOptions", "start_indices: [long], limit_indices: [long], strides: [long]"),
    STABLEHLO_CONVOLUTION(
            Union.SECOND,
            4,
            "StablehloConvolutionOptions",
            "window_strides: [long], padding: [long], lhs_dilation: [long], rhs_dilation: [long], "
                    + "window_reversal: [bool], input_batch_dimension: long, input_feature_dimension: long, "
                    + "input_spatial_dimensions: [long], kernel_input_feature_dimension: long, "
                    + "kernel_output_feature_dimension: long, kernel_spatial_dimensions: [long], "
                    + "output_batch_dimension: long, output_feature_dimension: long, output_spatial_dimensions: [long], "
                    + "feature_group_count: long, batch_group_count: long, precision_config: [uint]"),
    STABLEHLO_CUSTOM_CALL(
            Union.SECOND,
            5,
            "StablehloCustomCallOptions",
            "call_target_name: string, has_side_effect: bool, backend_config: string, api_version: int, "
                    + "called_computations: [int], custom_attributes: [ubyte]"),
    STABLEHLO_REDUCE(Union.SECOND, 6, "StablehloReduceOptions", "dimensions: [long], body_subgraph_index: int"),
    STABLEHLO_SCATTER(
            Union.SECOND,
            7,
            "StablehloScatterOptions",
            "indices_are_sorted: bool, update_window_dims: [long], inserted_window_dims: [long], "
                    + "scatter_dims_to_operand_dims: [long], index_vector_dim: long, unique_indices: bool, "
                    + "update_computation_subgraph_index: int"),
    STABLEHLO_COMPARE(
            Union.SECOND,
            8,
            "StablehloCompareOptions",
            "comparison_direction: StablehloComparisonDirection, compare_type: StablehloComparisonType"),
    STABLEHLO_DYNAMIC_SLICE(Union.SECOND, 9, "StablehloDynamicSliceOptions", "slice_sizes: [long]"),
    STABLEHLO_PAD(
            Union.SECOND,
            10,
            "StablehloPadOptions",
            "edge_padding_low: [long], edge_padding_high: [long], interior_padding: [long]"),
    STABLEHLO_IOTA(Union.SECOND, 11, "StablehloIotaOptions", "iota_dimension: long"),
    STABLEHLO_DOT_GENERAL(
            Union.SECOND,
            12,
            "StablehloDotGeneralOptions",
            "lhs_batching_dimensions: [long], rhs_batching_dimensions: [long], "
                    + "lhs_contracting_dimensions: [long], rhs_contracting_dimensions: [long], precision_config: [uint]"),
    STABLEHLO_REDUCE_WINDOW(
            Union.SECOND,
            13,
            "StablehloReduceWindowOptions",
            "window_dimensions: [long], window_strides: [long], base_dilations: [long], "
                    + "window_dilations: [long], padding: [long], body_subgraph_index: int"),
    STABLEHLO_SORT(
            Union.SECOND,
            14,
            "StablehloSortOptions",
            "dimension: long, is_stable: bool, comparator_subgraph_index: int"),
    STABLEHLO_WHILE(Union.SECOND, 15, "StablehloWhileOptions", "cond_subgraph_index: int, body_subgraph_index: int"),
    STABLEHLO_GATHER(
            Union.SECOND,
            16,
            "StablehloGatherOptions",
            "offset_dims: [long], collapsed_slice_dims: [long], start_index_map: [long], "
                    + "index_vector_dim: long, slice_sizes: [long], indices_are_sorted: bool"),
    STABLEHLO_TRANSPOSE(Union.SECOND, 17, "StablehloTransposeOptions", "permutation: [long]"),
    DILATE(Union.SECOND, 18, "DilateOptions"),
    STABLEHLO_RNG_BIT_GENERATOR(Union.SECOND, 19, "StablehloRngBitGeneratorOptions", "algorithm: RngAlgorithm"),
    REDUCE_WINDOW(Union.SECOND, 20, "ReduceWindowOptions", "reduce_function: ReduceWindowFunction"),
    STABLEHLO_COMPOSITE(
            Union.SECOND,
            21,
            "StableHLOCompositeOptions",
            "name: string, decomposition_subgraph_index: int, composite_attributes: [ubyte], "
                    + "composite_attributes_format: CustomOptionsFormat, version: int"),
    STABLEHLO_SHIFT_LEFT(Union.SECOND, 22, "StablehloShiftLeftOptions"),
    STABLEHLO_CASE(Union.SECOND, 23, "StablehloCaseOptions", "branch_subgraph_indices: [int]");

    /** Which of an operator's two unions holds a table: the first is full, so newer tables are in the second. */
    public enum Union {
        FIRST,
        SECOND
    }

    private static final List<OptionsTable> ALL = List.of(values());

    private final Union union;
    private final int code;
    private final String schemaName;
    // The list is unmodifiable, and fields are records of such.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Field> fields;

    OptionsTable(int code, String schemaName) {
        this(code, schemaName, "");
    }

    OptionsTable(int code, String schemaName, String fields) {
        this(Union.FIRST, code, schemaName, fields);
    }

    OptionsTable(Union union, int code, String schemaName) {
        this(union, code, schemaName, "");
    }

    OptionsTable(Union union, int code, String schemaName, String fields) {
        this.union = union;
        this.code = code;
        this.schemaName = schemaName;
        this.fields = Field.parse(fields);
    }

    public Union union() {
        return union;
    }

    /** The type value of this table in its union. */
    public int code() {
        return code;
    }

    /** The name in the schema, such as {@code Conv2DOptions}. */
    public String schemaName() {
        return schemaName;
    }

    /** The fields; a field's index is its slot. */
    public List<Field> fields() {
        return fields;
    }

    /** The slot of the field with this name, or -1 where this table has none. */
    public int slot(String field) {
        for (int slot = 0; slot < fields.size(); slot++) {
            if (fields.get(slot).name().equals(field)) {
                return slot;
            }
        }
        return -1;
    }

    /** The table with this type value in the given union; empty where the schema has none. */
    public static Optional<OptionsTable> of(Union union, int code) {
        return ALL.stream()
                .filter(table -> table.union == union && table.code == code)
                .findFirst();
    }
}
