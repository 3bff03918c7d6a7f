package io.headrace.demo.page;

import io.headrace.report.SelfContained;

/** Renders the demo report as one HTML page that needs nothing but itself; see {@link SelfContained}. */
public final class DemoPage {
    private DemoPage() {}

    /** The page, to be stored as UTF-8. */
    public static String render(DemoReport report) {
        return SelfContained.render(DemoPage.class, "demo-page.mustache", "demo-page.js", DemoView.of(report));
    }
}
