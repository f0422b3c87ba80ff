// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.lite.Graph;
import io.espalier.runtime.feed.ExposedGraph;
import io.espalier.runtime.feed.SampleCount;
import io.espalier.runtime.interpreter.InterpreterOptions;

/**
 * What samples are run through.
 *
 * @param model what messages call it
 * @param graph as it was given
 * @param exposed the same with the tensors to be looked at as outputs
 * @param options whose threads share the samples
 */
record SampleRuns(String model, Graph graph, ExposedGraph exposed, InterpreterOptions options, SampleCount progress) {
    /** @param viewer looks at one tensor after the other, in the order of the exposed graph */
    CalibrationPass pass(Samples.Viewer viewer) {
        return new CalibrationPass(model, exposed, viewer.sights(), options);
    }
}
