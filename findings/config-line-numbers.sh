#!/usr/bin/env bash
# Typesafe Config 1.4.5 gives values wrong line numbers where a file holds a triple-quoted text of several lines.
# Expected: the origin of each value names the line on which the value begins.
# Seen: the text has the number of its last line, and an object or list behind it is counted as if the text stood on one line.
# Plain values behind it are right. What it means for us: spec/hocon/LineNumbers puts both right, LineNumbersTest holds it.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q dependency:copy -Dartifact=com.typesafe:config:1.4.5 -DoutputDirectory=.
cat > Lines.java <<'JAVA'
import com.typesafe.config.*;

public class Lines {
    public static void main(String[] arguments) {
        String file = "first = 1\nlong = \"\"\"one\ntwo\nthree\"\"\"\nplain = 2\nobject {\n  key = 3\n}\nlist = [4]\n";
        ConfigObject root = ConfigFactory.parseString(file).root();
        for (String key : new String[] {"first", "long", "plain", "object", "list"}) {
            System.out.println(key + " " + root.get(key).origin().lineNumber());
        }
    }
}
JAVA
java -cp config-1.4.5.jar Lines.java > seen
# By the text: first 1, long 2, plain 5, object 6, list 9.
cat > known <<'TEXT'
first 1
long 4
plain 5
object 4
list 7
TEXT
diff known seen && echo "as found: com.typesafe:config 1.4.5"
