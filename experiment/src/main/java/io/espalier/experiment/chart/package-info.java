// SPDX-License-Identifier: Apache-2.0
/** Small charts as pictures, for notebooks and for reports in Markdown. */
@NullMarked
package io.espalier.experiment.chart;

import org.jspecify.annotations.NullMarked;
