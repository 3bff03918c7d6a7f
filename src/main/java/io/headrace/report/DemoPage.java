package io.headrace.report;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Iterator;
import java.util.Optional;

/**
 * Renders the demo report as one HTML page that needs nothing but itself.
 *
 * <p>Style, script, charts and numbers stand in the page; its content security policy forbids every request and runs only
 * the two scripts whose digests it names, so neither a table's text nor a library can make it fetch or execute anything.
 * The same report always gives the same text.
 */
public final class DemoPage {
    private DemoPage() {}

    /** The page, to be stored as UTF-8. */
    public static String render(DemoReport report) {
        Asset style = Asset.own("demo-page.css");
        Asset chartJs = Asset.chartJs();
        Asset script = Asset.own("demo-page.js");
        return template()
                .execute(new Page(
                        DemoView.of(report),
                        policy(style, chartJs, script),
                        style.text(),
                        chartJs.text(),
                        script.text(),
                        Asset.CHART_JS_VERSION,
                        Asset.chartJsLicence().text()));
    }

    /** What the template sees. */
    record Page(
            DemoView view,
            String policy,
            String style,
            String chartJs,
            String script,
            String chartJsVersion,
            String chartJsLicence) {}

    private static Template template() {
        return Mustache.compiler()
                .withCollector(new OptionalAsSection())
                .compile(Asset.own("demo-page.mustache").text());
    }

    private static String policy(Asset style, Asset... scripts) {
        StringBuilder policy =
                new StringBuilder("default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'");
        policy.append("; style-src ").append(style.policySource()).append("; script-src");
        for (Asset script : scripts) {
            policy.append(' ').append(script.policySource());
        }
        return policy.toString();
    }

    /** A section over an {@link Optional} shows once if it is present, and its inverse if it is not. */
    private static final class OptionalAsSection extends DefaultCollector {
        @Override
        public Iterator<?> toIterator(Object value) {
            return value instanceof Optional<?> optional ? optional.stream().iterator() : super.toIterator(value);
        }
    }
}
