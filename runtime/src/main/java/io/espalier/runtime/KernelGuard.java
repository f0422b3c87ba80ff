// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import java.util.Optional;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.RegistrationNodePair;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/** Finds operators that the runtime accepts and then runs beyond the memory of their tensors, which ends the virtual machine. */
final class KernelGuard {
    private static final int SVDF_STATE = 4;

    private KernelGuard() {}

    /** Why this model must not be run; empty if nothing is known against it. */
    static Optional<String> fault(Interpreter interpreter) {
        for (int subgraph = 0; subgraph < interpreter.subgraphs_size(); subgraph++) {
            long nodes = interpreter.subgraph(subgraph).nodes_size();
            for (int node = 0; node < nodes; node++) {
                RegistrationNodePair operator = interpreter.node_and_registration(subgraph, node);
                if (operator.second().builtin_code() == tensorflowlite.kTfLiteBuiltinSvdf
                        && keepsStateInTooFewBytes(
                                interpreter, subgraph, operator.first().inputs())) {
                    return Optional.of(
                            "operator " + node + " (SVDF) of subgraph " + subgraph + " has int8 input and a state"
                                    + " that is not int16: such models are for TFLite Micro; TFLite's kernel would write past the"
                                    + " state's end");
                }
            }
        }
        return Optional.empty();
    }

    // TFLite 2.20 Eval of svdf.cc: an int8 input means an int16 state, whatever the tensor says
    private static boolean keepsStateInTooFewBytes(Interpreter interpreter, int subgraph, TfLiteIntArray inputs) {
        if (inputs.size() <= SVDF_STATE) {
            return false;
        }
        TfLiteTensor input = interpreter.subgraph(subgraph).tensor(inputs.data(0));
        TfLiteTensor state = interpreter.subgraph(subgraph).tensor(inputs.data(SVDF_STATE));
        return input != null
                && state != null
                && input.type() == tensorflowlite.kTfLiteInt8
                && state.type() != tensorflowlite.kTfLiteInt16;
    }
}
