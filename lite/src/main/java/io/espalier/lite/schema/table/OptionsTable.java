// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

import static io.espalier.lite.schema.table.Field.bytes;
import static io.espalier.lite.schema.table.Field.flag;
import static io.espalier.lite.schema.table.Field.flags;
import static io.espalier.lite.schema.table.Field.integer;
import static io.espalier.lite.schema.table.Field.integers;
import static io.espalier.lite.schema.table.Field.longInteger;
import static io.espalier.lite.schema.table.Field.longs;
import static io.espalier.lite.schema.table.Field.real;
import static io.espalier.lite.schema.table.Field.reals;
import static io.espalier.lite.schema.table.Field.symbol;
import static io.espalier.lite.schema.table.Field.text;
import static io.espalier.lite.schema.table.Field.unsigned;
import static io.espalier.lite.schema.table.Field.unsigneds;
import static io.espalier.lite.schema.table.Symbols.ACTIVATION;
import static io.espalier.lite.schema.table.Symbols.COMBINER;
import static io.espalier.lite.schema.table.Symbols.COMPARISON_DIRECTION;
import static io.espalier.lite.schema.table.Symbols.COMPARISON_TYPE;
import static io.espalier.lite.schema.table.Symbols.CUSTOM_OPTIONS_FORMAT;
import static io.espalier.lite.schema.table.Symbols.LSH_PROJECTION_TYPE;
import static io.espalier.lite.schema.table.Symbols.LSTM_KERNEL;
import static io.espalier.lite.schema.table.Symbols.MIRROR_PAD_MODE;
import static io.espalier.lite.schema.table.Symbols.PADDING;
import static io.espalier.lite.schema.table.Symbols.REDUCE_WINDOW_FUNCTION;
import static io.espalier.lite.schema.table.Symbols.RNG_ALGORITHM;
import static io.espalier.lite.schema.table.Symbols.TENSOR_TYPE;
import static io.espalier.lite.schema.table.Symbols.WEIGHTS_FORMAT;

import java.util.List;
import java.util.Optional;

/**
 * Every options table that an operator can have, one row each: its place in one of the schema's two unions, its name in the
 * schema, and its fields in the order of their slots. Reading, writing and printing of options follow these rows; there is no
 * class for a table.
 */
public enum OptionsTable {
    /** An operator without an options table. */
    NONE(0, "NONE"),
    CONV_2D(
            1,
            "Conv2DOptions",
            symbol("padding", PADDING),
            integer("stride_w"),
            integer("stride_h"),
            symbol("fused_activation_function", ACTIVATION),
            integer("dilation_w_factor", 1),
            integer("dilation_h_factor", 1),
            symbol("quantized_bias_type", TENSOR_TYPE)),
    DEPTHWISE_CONV_2D(
            2,
            "DepthwiseConv2DOptions",
            symbol("padding", PADDING),
            integer("stride_w"),
            integer("stride_h"),
            integer("depth_multiplier"),
            symbol("fused_activation_function", ACTIVATION),
            integer("dilation_w_factor", 1),
            integer("dilation_h_factor", 1)),
    CONCAT_EMBEDDINGS(
            3,
            "ConcatEmbeddingsOptions",
            integer("num_channels"),
            integers("num_columns_per_channel"),
            integers("embedding_dim_per_channel")),
    LSH_PROJECTION(4, "LSHProjectionOptions", symbol("type", LSH_PROJECTION_TYPE)),
    POOL_2D(
            5,
            "Pool2DOptions",
            symbol("padding", PADDING),
            integer("stride_w"),
            integer("stride_h"),
            integer("filter_width"),
            integer("filter_height"),
            symbol("fused_activation_function", ACTIVATION)),
    SVDF(
            6,
            "SVDFOptions",
            integer("rank"),
            symbol("fused_activation_function", ACTIVATION),
            flag("asymmetric_quantize_inputs")),
    RNN(7, "RNNOptions", symbol("fused_activation_function", ACTIVATION), flag("asymmetric_quantize_inputs")),
    FULLY_CONNECTED(
            8,
            "FullyConnectedOptions",
            symbol("fused_activation_function", ACTIVATION),
            symbol("weights_format", WEIGHTS_FORMAT),
            flag("keep_num_dims"),
            flag("asymmetric_quantize_inputs"),
            symbol("quantized_bias_type", TENSOR_TYPE)),
    SOFTMAX(9, "SoftmaxOptions", real("beta")),
    CONCATENATION(10, "ConcatenationOptions", integer("axis"), symbol("fused_activation_function", ACTIVATION)),
    ADD(11, "AddOptions", symbol("fused_activation_function", ACTIVATION), flag("pot_scale_int16", true)),
    L2_NORM(12, "L2NormOptions", symbol("fused_activation_function", ACTIVATION)),
    LOCAL_RESPONSE_NORMALIZATION(
            13, "LocalResponseNormalizationOptions", integer("radius"), real("bias"), real("alpha"), real("beta")),
    LSTM(
            14,
            "LSTMOptions",
            symbol("fused_activation_function", ACTIVATION),
            real("cell_clip"),
            real("proj_clip"),
            symbol("kernel_type", LSTM_KERNEL),
            flag("asymmetric_quantize_inputs")),
    RESIZE_BILINEAR(
            15,
            "ResizeBilinearOptions",
            integer("new_height"),
            integer("new_width"),
            flag("align_corners"),
            flag("half_pixel_centers")),
    CALL(16, "CallOptions", unsigned("subgraph")),
    RESHAPE(17, "ReshapeOptions", integers("new_shape")),
    SKIP_GRAM(18, "SkipGramOptions", integer("ngram_size"), integer("max_skip_size"), flag("include_all_ngrams")),
    SPACE_TO_DEPTH(19, "SpaceToDepthOptions", integer("block_size")),
    EMBEDDING_LOOKUP_SPARSE(20, "EmbeddingLookupSparseOptions", symbol("combiner", COMBINER)),
    MUL(21, "MulOptions", symbol("fused_activation_function", ACTIVATION)),
    PAD(22, "PadOptions"),
    GATHER(23, "GatherOptions", integer("axis"), integer("batch_dims")),
    BATCH_TO_SPACE_ND(24, "BatchToSpaceNDOptions"),
    SPACE_TO_BATCH_ND(25, "SpaceToBatchNDOptions"),
    TRANSPOSE(26, "TransposeOptions"),
    REDUCER(27, "ReducerOptions", flag("keep_dims")),
    SUB(28, "SubOptions", symbol("fused_activation_function", ACTIVATION), flag("pot_scale_int16", true)),
    DIV(29, "DivOptions", symbol("fused_activation_function", ACTIVATION)),
    SQUEEZE(30, "SqueezeOptions", integers("squeeze_dims")),
    SEQUENCE_RNN(
            31,
            "SequenceRNNOptions",
            flag("time_major"),
            symbol("fused_activation_function", ACTIVATION),
            flag("asymmetric_quantize_inputs")),
    STRIDED_SLICE(
            32,
            "StridedSliceOptions",
            integer("begin_mask"),
            integer("end_mask"),
            integer("ellipsis_mask"),
            integer("new_axis_mask"),
            integer("shrink_axis_mask"),
            flag("offset")),
    EXP(33, "ExpOptions"),
    TOPK_V2(34, "TopKV2Options"),
    SPLIT(35, "SplitOptions", integer("num_splits")),
    LOG_SOFTMAX(36, "LogSoftmaxOptions"),
    CAST(37, "CastOptions", symbol("in_data_type", TENSOR_TYPE), symbol("out_data_type", TENSOR_TYPE)),
    DEQUANTIZE(38, "DequantizeOptions"),
    MAXIMUM_MINIMUM(39, "MaximumMinimumOptions"),
    ARG_MAX(40, "ArgMaxOptions", symbol("output_type", TENSOR_TYPE)),
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
            symbol("padding", PADDING),
            integer("stride_w"),
            integer("stride_h"),
            symbol("fused_activation_function", ACTIVATION),
            symbol("quantized_bias_type", TENSOR_TYPE)),
    SPARSE_TO_DENSE(50, "SparseToDenseOptions", flag("validate_indices")),
    TILE(51, "TileOptions"),
    EXPAND_DIMS(52, "ExpandDimsOptions"),
    EQUAL(53, "EqualOptions"),
    NOT_EQUAL(54, "NotEqualOptions"),
    SHAPE(55, "ShapeOptions", symbol("out_type", TENSOR_TYPE)),
    POW(56, "PowOptions"),
    ARG_MIN(57, "ArgMinOptions", symbol("output_type", TENSOR_TYPE)),
    FAKE_QUANT(58, "FakeQuantOptions", real("min"), real("max"), integer("num_bits"), flag("narrow_range")),
    PACK(59, "PackOptions", integer("values_count"), integer("axis")),
    LOGICAL_OR(60, "LogicalOrOptions"),
    ONE_HOT(61, "OneHotOptions", integer("axis")),
    LOGICAL_AND(62, "LogicalAndOptions"),
    LOGICAL_NOT(63, "LogicalNotOptions"),
    UNPACK(64, "UnpackOptions", integer("num"), integer("axis")),
    FLOOR_DIV(65, "FloorDivOptions"),
    SQUARE(66, "SquareOptions"),
    ZEROS_LIKE(67, "ZerosLikeOptions"),
    FILL(68, "FillOptions"),
    BIDIRECTIONAL_SEQUENCE_LSTM(
            69,
            "BidirectionalSequenceLSTMOptions",
            symbol("fused_activation_function", ACTIVATION),
            real("cell_clip"),
            real("proj_clip"),
            flag("merge_outputs"),
            flag("time_major", true),
            flag("asymmetric_quantize_inputs")),
    BIDIRECTIONAL_SEQUENCE_RNN(
            70,
            "BidirectionalSequenceRNNOptions",
            flag("time_major"),
            symbol("fused_activation_function", ACTIVATION),
            flag("merge_outputs"),
            flag("asymmetric_quantize_inputs")),
    UNIDIRECTIONAL_SEQUENCE_LSTM(
            71,
            "UnidirectionalSequenceLSTMOptions",
            symbol("fused_activation_function", ACTIVATION),
            real("cell_clip"),
            real("proj_clip"),
            flag("time_major"),
            flag("asymmetric_quantize_inputs"),
            flag("diagonal_recurrent_tensors")),
    FLOOR_MOD(72, "FloorModOptions"),
    RANGE(73, "RangeOptions"),
    RESIZE_NEAREST_NEIGHBOR(74, "ResizeNearestNeighborOptions", flag("align_corners"), flag("half_pixel_centers")),
    LEAKY_RELU(75, "LeakyReluOptions", real("alpha")),
    SQUARED_DIFFERENCE(76, "SquaredDifferenceOptions"),
    MIRROR_PAD(77, "MirrorPadOptions", symbol("mode", MIRROR_PAD_MODE)),
    ABS(78, "AbsOptions"),
    SPLIT_V(79, "SplitVOptions", integer("num_splits")),
    UNIQUE(80, "UniqueOptions", symbol("idx_out_type", TENSOR_TYPE, 2)),
    REVERSE_V2(81, "ReverseV2Options"),
    ADD_N(82, "AddNOptions"),
    GATHER_ND(83, "GatherNdOptions"),
    COS(84, "CosOptions"),
    WHERE(85, "WhereOptions"),
    RANK(86, "RankOptions"),
    REVERSE_SEQUENCE(87, "ReverseSequenceOptions", integer("seq_dim"), integer("batch_dim")),
    MATRIX_DIAG(88, "MatrixDiagOptions"),
    QUANTIZE(89, "QuantizeOptions"),
    MATRIX_SET_DIAG(90, "MatrixSetDiagOptions"),
    HARD_SWISH(91, "HardSwishOptions"),
    IF(92, "IfOptions", integer("then_subgraph_index"), integer("else_subgraph_index")),
    WHILE(93, "WhileOptions", integer("cond_subgraph_index"), integer("body_subgraph_index")),
    DEPTH_TO_SPACE(94, "DepthToSpaceOptions", integer("block_size")),
    NON_MAX_SUPPRESSION_V4(95, "NonMaxSuppressionV4Options"),
    NON_MAX_SUPPRESSION_V5(96, "NonMaxSuppressionV5Options"),
    SCATTER_ND(97, "ScatterNdOptions"),
    SELECT_V2(98, "SelectV2Options"),
    DENSIFY(99, "DensifyOptions"),
    SEGMENT_SUM(100, "SegmentSumOptions"),
    BATCH_MATMUL(101, "BatchMatMulOptions", flag("adj_x"), flag("adj_y"), flag("asymmetric_quantize_inputs")),
    CUMSUM(102, "CumsumOptions", flag("exclusive"), flag("reverse")),
    CALL_ONCE(103, "CallOnceOptions", integer("init_subgraph_index")),
    BROADCAST_TO(104, "BroadcastToOptions"),
    RFFT2D(105, "Rfft2dOptions"),
    CONV_3D(
            106,
            "Conv3DOptions",
            symbol("padding", PADDING),
            integer("stride_d"),
            integer("stride_w"),
            integer("stride_h"),
            symbol("fused_activation_function", ACTIVATION),
            integer("dilation_d_factor", 1),
            integer("dilation_w_factor", 1),
            integer("dilation_h_factor", 1)),
    HASHTABLE(
            107,
            "HashtableOptions",
            integer("table_id"),
            symbol("key_dtype", TENSOR_TYPE),
            symbol("value_dtype", TENSOR_TYPE)),
    HASHTABLE_FIND(108, "HashtableFindOptions"),
    HASHTABLE_IMPORT(109, "HashtableImportOptions"),
    HASHTABLE_SIZE(110, "HashtableSizeOptions"),
    VAR_HANDLE(111, "VarHandleOptions", text("container"), text("shared_name")),
    READ_VARIABLE(112, "ReadVariableOptions"),
    ASSIGN_VARIABLE(113, "AssignVariableOptions"),
    RANDOM(114, "RandomOptions", longInteger("seed"), longInteger("seed2")),
    BUCKETIZE(115, "BucketizeOptions", reals("boundaries")),
    GELU(116, "GeluOptions", flag("approximate")),
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
    STABLEHLO_CONCATENATE(Union.SECOND, 1, "StablehloConcatenateOptions", longInteger("dimension")),
    STABLEHLO_BROADCAST_IN_DIM(Union.SECOND, 2, "StablehloBroadcastInDimOptions", longs("broadcast_dimensions")),
    STABLEHLO_SLICE(
            Union.SECOND, 3, "StablehloSliceOptions", longs("start_indices"), longs("limit_indices"), longs("strides")),
    STABLEHLO_CONVOLUTION(
            Union.SECOND,
            4,
            "StablehloConvolutionOptions",
            longs("window_strides"),
            longs("padding"),
            longs("lhs_dilation"),
            longs("rhs_dilation"),
            flags("window_reversal"),
            longInteger("input_batch_dimension"),
            longInteger("input_feature_dimension"),
            longs("input_spatial_dimensions"),
            longInteger("kernel_input_feature_dimension"),
            longInteger("kernel_output_feature_dimension"),
            longs("kernel_spatial_dimensions"),
            longInteger("output_batch_dimension"),
            longInteger("output_feature_dimension"),
            longs("output_spatial_dimensions"),
            longInteger("feature_group_count"),
            longInteger("batch_group_count"),
            unsigneds("precision_config")),
    STABLEHLO_CUSTOM_CALL(
            Union.SECOND,
            5,
            "StablehloCustomCallOptions",
            text("call_target_name"),
            flag("has_side_effect"),
            text("backend_config"),
            integer("api_version"),
            integers("called_computations"),
            bytes("custom_attributes")),
    STABLEHLO_REDUCE(Union.SECOND, 6, "StablehloReduceOptions", longs("dimensions"), integer("body_subgraph_index")),
    STABLEHLO_SCATTER(
            Union.SECOND,
            7,
            "StablehloScatterOptions",
            flag("indices_are_sorted"),
            longs("update_window_dims"),
            longs("inserted_window_dims"),
            longs("scatter_dims_to_operand_dims"),
            longInteger("index_vector_dim"),
            flag("unique_indices"),
            integer("update_computation_subgraph_index")),
    STABLEHLO_COMPARE(
            Union.SECOND,
            8,
            "StablehloCompareOptions",
            symbol(FieldKind.UINT, "comparison_direction", COMPARISON_DIRECTION),
            symbol(FieldKind.UINT, "compare_type", COMPARISON_TYPE)),
    STABLEHLO_DYNAMIC_SLICE(Union.SECOND, 9, "StablehloDynamicSliceOptions", longs("slice_sizes")),
    STABLEHLO_PAD(
            Union.SECOND,
            10,
            "StablehloPadOptions",
            longs("edge_padding_low"),
            longs("edge_padding_high"),
            longs("interior_padding")),
    STABLEHLO_IOTA(Union.SECOND, 11, "StablehloIotaOptions", longInteger("iota_dimension")),
    STABLEHLO_DOT_GENERAL(
            Union.SECOND,
            12,
            "StablehloDotGeneralOptions",
            longs("lhs_batching_dimensions"),
            longs("rhs_batching_dimensions"),
            longs("lhs_contracting_dimensions"),
            longs("rhs_contracting_dimensions"),
            unsigneds("precision_config")),
    STABLEHLO_REDUCE_WINDOW(
            Union.SECOND,
            13,
            "StablehloReduceWindowOptions",
            longs("window_dimensions"),
            longs("window_strides"),
            longs("base_dilations"),
            longs("window_dilations"),
            longs("padding"),
            integer("body_subgraph_index")),
    STABLEHLO_SORT(
            Union.SECOND,
            14,
            "StablehloSortOptions",
            longInteger("dimension"),
            flag("is_stable"),
            integer("comparator_subgraph_index")),
    STABLEHLO_WHILE(
            Union.SECOND, 15, "StablehloWhileOptions", integer("cond_subgraph_index"), integer("body_subgraph_index")),
    STABLEHLO_GATHER(
            Union.SECOND,
            16,
            "StablehloGatherOptions",
            longs("offset_dims"),
            longs("collapsed_slice_dims"),
            longs("start_index_map"),
            longInteger("index_vector_dim"),
            longs("slice_sizes"),
            flag("indices_are_sorted")),
    STABLEHLO_TRANSPOSE(Union.SECOND, 17, "StablehloTransposeOptions", longs("permutation")),
    DILATE(Union.SECOND, 18, "DilateOptions"),
    STABLEHLO_RNG_BIT_GENERATOR(
            Union.SECOND, 19, "StablehloRngBitGeneratorOptions", symbol("algorithm", RNG_ALGORITHM)),
    REDUCE_WINDOW(
            Union.SECOND, 20, "ReduceWindowOptions", symbol(FieldKind.INT, "reduce_function", REDUCE_WINDOW_FUNCTION)),
    STABLEHLO_COMPOSITE(
            Union.SECOND,
            21,
            "StableHLOCompositeOptions",
            text("name"),
            integer("decomposition_subgraph_index"),
            bytes("composite_attributes"),
            symbol("composite_attributes_format", CUSTOM_OPTIONS_FORMAT),
            integer("version")),
    STABLEHLO_SHIFT_LEFT(Union.SECOND, 22, "StablehloShiftLeftOptions"),
    STABLEHLO_CASE(Union.SECOND, 23, "StablehloCaseOptions", integers("branch_subgraph_indices"));

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

    OptionsTable(int code, String schemaName, Field... fields) {
        this(Union.FIRST, code, schemaName, fields);
    }

    OptionsTable(Union union, int code, String schemaName, Field... fields) {
        this.union = union;
        this.code = code;
        this.schemaName = schemaName;
        this.fields = List.of(fields);
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
