// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

/** The slots of the schema's tables, but for options tables, whose rows know their slots. {@code COUNT} is one past the last. */
final class Slots {
    /** The file identifier, which stands behind the first offset. */
    static final String IDENTIFIER = "TFL3";

    /** Where it stands in a file. */
    static final int IDENTIFIER_PLACE = 4;

    static final class Model {
        static final int VERSION = 0;
        static final int OPERATOR_CODES = 1;
        static final int SUBGRAPHS = 2;
        static final int DESCRIPTION = 3;
        static final int BUFFERS = 4;
        static final int METADATA_BUFFER = 5;
        static final int METADATA = 6;
        static final int SIGNATURE_DEFS = 7;
        static final int EXTERNAL_BUFFER_GROUPS = 8;
        static final int EXTERNAL_BUFFERS = 9;
        static final int COUNT = 10;

        private Model() {}
    }

    static final class OperatorCode {
        static final int DEPRECATED_BUILTIN_CODE = 0;
        static final int CUSTOM_CODE = 1;
        static final int VERSION = 2;
        static final int BUILTIN_CODE = 3;
        static final int COUNT = 4;

        private OperatorCode() {}
    }

    static final class SubGraph {
        static final int TENSORS = 0;
        static final int INPUTS = 1;
        static final int OUTPUTS = 2;
        static final int OPERATORS = 3;
        static final int NAME = 4;
        static final int DEBUG_METADATA_INDEX = 5;
        static final int COUNT = 6;

        private SubGraph() {}
    }

    static final class Tensor {
        static final int SHAPE = 0;
        static final int TYPE = 1;
        static final int BUFFER = 2;
        static final int NAME = 3;
        static final int QUANTIZATION = 4;
        static final int IS_VARIABLE = 5;
        static final int SPARSITY = 6;
        static final int SHAPE_SIGNATURE = 7;
        static final int HAS_RANK = 8;
        static final int VARIANT_TENSORS = 9;
        static final int EXTERNAL_BUFFER = 10;
        static final int COUNT = 11;

        private Tensor() {}
    }

    static final class VariantSubType {
        static final int SHAPE = 0;
        static final int TYPE = 1;
        static final int HAS_RANK = 2;
        static final int COUNT = 3;

        private VariantSubType() {}
    }

    static final class QuantizationParameters {
        static final int MIN = 0;
        static final int MAX = 1;
        static final int SCALE = 2;
        static final int ZERO_POINT = 3;
        static final int DETAILS_TYPE = 4;
        static final int DETAILS = 5;
        static final int QUANTIZED_DIMENSION = 6;
        static final int COUNT = 7;

        /** Type values of the details. */
        static final int CUSTOM = 1;

        static final int BLOCKWISE = 2;

        private QuantizationParameters() {}
    }

    static final class CustomQuantization {
        static final int CUSTOM = 0;
        static final int COUNT = 1;

        private CustomQuantization() {}
    }

    static final class BlockwiseQuantization {
        static final int SCALES = 0;
        static final int ZERO_POINTS = 1;
        static final int BLOCK_SIZE = 2;
        static final int COUNT = 3;

        private BlockwiseQuantization() {}
    }

    static final class SparsityParameters {
        static final int TRAVERSAL_ORDER = 0;
        static final int BLOCK_MAP = 1;
        static final int DIM_METADATA = 2;
        static final int COUNT = 3;

        private SparsityParameters() {}
    }

    static final class DimensionMetadata {
        static final int FORMAT = 0;
        static final int DENSE_SIZE = 1;
        static final int ARRAY_SEGMENTS_TYPE = 2;
        static final int ARRAY_SEGMENTS = 3;
        static final int ARRAY_INDICES_TYPE = 4;
        static final int ARRAY_INDICES = 5;
        static final int COUNT = 6;

        private DimensionMetadata() {}
    }

    /** The three tables of a sparse dimension's indices, which differ in the width of their values. */
    static final class IndexVector {
        static final int VALUES = 0;
        static final int COUNT = 1;

        private IndexVector() {}
    }

    static final class Operator {
        static final int OPCODE_INDEX = 0;
        static final int INPUTS = 1;
        static final int OUTPUTS = 2;
        static final int BUILTIN_OPTIONS_TYPE = 3;
        static final int BUILTIN_OPTIONS = 4;
        static final int CUSTOM_OPTIONS = 5;
        static final int CUSTOM_OPTIONS_FORMAT = 6;
        static final int MUTATING_VARIABLE_INPUTS = 7;
        static final int INTERMEDIATES = 8;
        static final int LARGE_CUSTOM_OPTIONS_OFFSET = 9;
        static final int LARGE_CUSTOM_OPTIONS_SIZE = 10;
        static final int BUILTIN_OPTIONS_2_TYPE = 11;
        static final int BUILTIN_OPTIONS_2 = 12;
        static final int DEBUG_METADATA_INDEX = 13;
        static final int COUNT = 14;

        private Operator() {}
    }

    static final class Buffer {
        static final int DATA = 0;
        static final int OFFSET = 1;
        static final int SIZE = 2;
        static final int COUNT = 3;

        private Buffer() {}
    }

    static final class Metadata {
        static final int NAME = 0;
        static final int BUFFER = 1;
        static final int COUNT = 2;

        private Metadata() {}
    }

    static final class TensorMap {
        static final int NAME = 0;
        static final int TENSOR_INDEX = 1;
        static final int COUNT = 2;

        private TensorMap() {}
    }

    static final class SignatureDef {
        static final int INPUTS = 0;
        static final int OUTPUTS = 1;
        static final int SIGNATURE_KEY = 2;
        static final int DEPRECATED_TAG = 3;
        static final int SUBGRAPH_INDEX = 4;
        static final int COUNT = 5;

        private SignatureDef() {}
    }

    static final class ExternalBufferGroup {
        static final int NAME = 0;
        static final int COUNT = 1;

        private ExternalBufferGroup() {}
    }

    static final class ExternalBuffer {
        static final int ID = 0;
        static final int GROUP = 1;
        static final int OFFSET = 2;
        static final int LENGTH = 3;
        static final int PACKING = 4;
        static final int COUNT = 5;

        private ExternalBuffer() {}
    }

    private Slots() {}
}
