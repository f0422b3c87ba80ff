// SPDX-License-Identifier: Apache-2.0
/**
 * The report of a lab in Markdown, with tables and pictures, made of the figures of {@link io.espalier.experiment.report.Report}. Every sentence with a
 * figure is worded by that figure.
 *
 * <p>Start at {@link io.espalier.lab.report.MnistReport}.
 */
@NullMarked
package io.espalier.lab.report;

import org.jspecify.annotations.NullMarked;
