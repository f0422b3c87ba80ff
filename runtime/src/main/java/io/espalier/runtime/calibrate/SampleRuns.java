// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.lite.Graph;
import io.espalier.runtime.feed.ExposedGraph;
import io.espalier.runtime.feed.SampleCount;
import io.espalier.runtime.interpreter.InterpreterOptions;

/**
 * What samples are run through.
 *
 * @param graph as it was given
 * @param exposed the same with the tensors to be looked at as outputs
 * @param options whose threads share the samples
 */
record SampleRuns(Graph graph, ExposedGraph exposed, InterpreterOptions options, SampleCount progress) {
    /** What messages call the model. */
    String model() {
        return exposed.model().name();
    }

    /** @param viewer looks at one tensor after the other, in the order of the exposed graph */
    CalibrationPass pass(Samples.Viewer viewer) {
        return new CalibrationPass(exposed, viewer.sights(), options);
    }
}
