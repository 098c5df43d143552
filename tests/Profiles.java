import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints what keeps an RDF/XML file out of the profiles OWL 2 DL and OWL 2 RL, one violation a line. */
class Profiles {
    public static void main(String[] files) throws Exception {
        OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(files[0]));
        for (OWLProfile profile : new OWLProfile[] {new OWL2DLProfile(), new OWL2RLProfile()})
            for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations())
                System.out.println(profile.getName() + ": " + violation);
    }
}
