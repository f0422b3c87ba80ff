// SPDX-License-Identifier: Apache-2.0
/**
 * Experiments: what was measured of each variant of a model, and the report that compares them.
 *
 * <p>A lab is a package of its own below this one, which does its steps and fills a {@link io.espalier.experiment.report.Report}; start at {@link
 * io.espalier.lab.mnist.MnistLab}. What a step does lives in the modules that a lab uses, never here.
 */
@NullMarked
package io.espalier.experiment;

import org.jspecify.annotations.NullMarked;
